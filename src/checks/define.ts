import { z } from 'zod';
import type { Aws } from '../aws/execution.ts';
import { AwsFault } from '../aws/fault.ts';
import type { OperationName } from '../aws/service.ts';
import type { Environment } from '../model/environment.ts';
import { type Resource, unknown, type Verdict } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import type { Outside } from '../model/outside.ts';
import type { Severity } from '../model/severity.ts';

export interface CheckContext<S> {
  readonly aws: Aws;
  /** The instant that everything is judged at. */
  readonly now: Date;
  /** The check's thresholds: its own defaults, changed by `checks.<id>` of the configuration. */
  readonly settings: S;
  /** What the configuration says of environments: what counts as production, what belongs to it. */
  readonly environments: readonly Environment[];
  /** What is not AWS: Terraform, the record of drills, open incidents. */
  readonly outside: Outside;
}

export interface Check<S extends z.ZodObject = z.ZodObject> {
  /** `<service>-<resource>-<good state>`: a finding of `pass` means that the id is true of the resource. */
  readonly id: string;
  readonly title: string;
  /** Of a failing finding, unless the verdict says otherwise. */
  readonly severity: Severity;
  /** Why an operator cares: one or two sentences. */
  readonly why: string;
  /** What to do about a failing finding. */
  readonly remediation: string;
  /** The runbook that does it, where there is one. */
  readonly runbook?: string;
  /** `account`: asked once for an account, whatever regions are looked at. */
  readonly scope: 'account' | 'region';
  /** Every operation that `evaluate` may call; a call of any other is refused. */
  readonly calls: readonly OperationName[];
  /** Thresholds that the configuration may change, with their defaults. */
  readonly settings: S;
  /** Every resource looked at gets a verdict. A thrown fault makes the check `unknown`; the rest goes on. */
  evaluate(context: CheckContext<z.infer<S>>): AsyncIterable<Verdict>;
}

type CheckDefinition<S extends z.ZodObject> = Omit<Check<S>, 'settings' | 'scope'> & {
  readonly settings?: S;
  readonly scope?: Check['scope'];
};

const NO_SETTINGS = z.object({});

export function defineCheck<S extends z.ZodObject = typeof NO_SETTINGS>(definition: CheckDefinition<S>): Check<S> {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- without settings, S is the type of NO_SETTINGS
  const settings = definition.settings ?? (NO_SETTINGS as unknown as S);
  return { ...definition, settings, scope: definition.scope ?? 'region' };
}

/**
 * Judges every item at once and yields the verdicts in the items' order. An item that AWS would not tell us about is
 * `unknown`, the others are judged all the same.
 */
export async function* judgeEach<T>(
  items: readonly T[],
  resource: (item: T) => Resource,
  judge: (item: T) => Promise<Verdict | undefined>,
): AsyncGenerator<Verdict> {
  const verdicts = items.map(async (item) => {
    try {
      return await judge(item);
    } catch (error) {
      if (error instanceof AwsFault) return unknownFrom(resource(item), error);
      throw error;
    }
  });
  // Marks every promise as handled: a bug in one judgement is thrown in its turn, not by the event loop.
  void Promise.allSettled(verdicts);
  for (const verdict of verdicts) {
    const judged = await verdict;
    if (judged) yield judged;
  }
}

/** An `unknown` verdict that carries AWS's own words: error code, missing action, request id. */
export function unknownFrom(resource: Resource, fault: AwsFault): Verdict {
  return unknown(resource, fault.message, faultEvidence(fault));
}

export function faultEvidence({ facts }: AwsFault): JsonObject {
  return {
    kind: facts.kind,
    operation: facts.operation,
    region: facts.region,
    awsCode: facts.awsCode,
    ...(facts.status !== undefined && { httpStatus: facts.status }),
    ...(facts.requestId !== undefined && { requestId: facts.requestId }),
    ...(facts.action !== undefined && { missingAction: facts.action }),
    ...(facts.deniedBy !== undefined && { deniedBy: facts.deniedBy }),
  };
}
