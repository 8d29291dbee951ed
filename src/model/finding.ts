import { createHash } from 'node:crypto';
import type { JsonObject } from './json.ts';
import type { Severity } from './severity.ts';

export type Status = 'pass' | 'fail' | 'unknown';

/** The thing a verdict is about, as an operator would name it. */
export interface Resource {
  /** CloudFormation's type name, e.g. `AWS::S3::Bucket`. */
  readonly type: string;
  /** The name or id that an operator would type. */
  readonly id: string;
  readonly arn: string;
  /** Where the resource lives when that is not the region the check ran in (a bucket, an IAM user: `global`). */
  readonly region?: string;
  /**
   * What tells the resource apart over time, where `id` cannot: two executions must give one finding one id, also when
   * only one of them had to learn the name an operator would type.
   */
  readonly identity?: string;
}

/** What a check says of one resource. The runner makes a {@link Finding} of it. */
export interface Verdict {
  readonly status: Status;
  readonly resource: Resource;
  /** One sentence with the fact in it. */
  readonly reason: string;
  readonly evidence: JsonObject;
  /** Raises or lowers the check's own severity for this one finding. */
  readonly severity?: Severity;
  /** What to do about this one, where that differs from the check's own advice. */
  readonly remediation?: string;
}

export interface Remediation {
  readonly text: string;
  /** The runbook that does it, where there is one. */
  readonly runbook: string | null;
}

export interface Suppression {
  readonly reason: string;
  readonly actor: string;
  readonly until: string;
}

/** One judged resource, as it stands in `opsbook/checklist-result@1`. */
export interface Finding {
  readonly id: string;
  readonly check: string;
  readonly status: Status;
  readonly severity: Severity;
  readonly account: string;
  readonly region: string;
  readonly resource: { readonly type: string; readonly id: string; readonly arn: string };
  readonly reason: string;
  readonly evidence: JsonObject;
  readonly suppressed: Suppression | null;
  readonly remediation: Remediation;
}

interface FailOptions {
  readonly severity?: Severity;
  readonly remediation?: string;
}

export function pass(resource: Resource, reason: string, evidence: JsonObject = {}): Verdict {
  return { status: 'pass', resource, reason, evidence };
}

export function fail(
  resource: Resource,
  reason: string,
  evidence: JsonObject = {},
  options: FailOptions = {},
): Verdict {
  return { status: 'fail', resource, reason, evidence, ...options };
}

/** For what could not be determined: it is neither good nor bad news, and it never stops the rest. */
export function unknown(resource: Resource, reason: string, evidence: JsonObject = {}): Verdict {
  return { status: 'unknown', resource, reason, evidence };
}

/** The same check on the same resource has the same id in every execution; 16 hexadecimal digits. */
export function findingId(check: string, account: string, region: string, resource: Resource): string {
  const parts = [check, account, region, resource.type, resource.identity ?? resource.id];
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 16);
}
