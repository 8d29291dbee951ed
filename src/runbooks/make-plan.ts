import { z } from 'zod';
import type { Aws } from '../aws/execution.ts';
import { iamActions } from '../aws/iam-actions.ts';
import { mutationOf } from '../aws/mutations.ts';
import { type OperationName, operationName, SERVICES } from '../aws/service.ts';
import { UsageError } from '../model/errors.ts';
import { checkExpression } from '../model/expression.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { conditionsOf, type Plan, PLAN_SCHEMA, type PlannedCall, type Step } from '../model/plan.ts';
import { hashOfPlan, plainJson } from '../model/plan-hash.ts';
import { stepsReferredTo } from '../model/reference.ts';
import type { RunbookSettings } from '../model/runbook-settings.ts';
import { createBuilder } from './builder.ts';
import type { Runbook } from './define.ts';

export interface Planning {
  /** Reads; whoever opens it refuses what the runbook does not declare. */
  readonly aws: Aws;
  readonly settings: RunbookSettings;
  readonly now: Date;
  /** What planning has called by now: executing looks at the same again. */
  readonly called: () => Iterable<OperationName>;
}

/**
 * Looks at AWS and makes the plan. Changes nothing.
 * @throws UsageError for parameters that the runbook does not take
 * @throws Refused where the runbook refuses, as things stand
 * @throws AwsFault where what it has to know cannot be read
 */
export async function makePlan(
  runbook: Runbook,
  given: Readonly<Record<string, string>>,
  planning: Planning,
): Promise<Plan> {
  const parameters = parseParameters(runbook, given);
  const { builder, gathered } = createBuilder();
  const { aws, settings, now } = planning;
  await runbook.plan({ aws, settings, now, plan: builder }, parameters);
  const { facts, warnings, locks, steps, conduct } = gathered();
  checkSteps(runbook, steps);
  const plan = {
    schema: PLAN_SCHEMA,
    runbook: runbook.id,
    title: runbook.title,
    parameters: objectOf(plainJson(parameters)),
    target: { account: aws.account, region: aws.region },
    basis: facts,
    warnings,
    locks,
    steps,
    conduct,
    permissions: permissionsOf([...planning.called(), ...steps.flatMap(operationsOf)]),
  } as const;
  return { ...plan, hash: hashOfPlan(plan) };
}

/** @throws UsageError that names the parameter and what it takes */
function parseParameters(runbook: Runbook, given: Readonly<Record<string, string>>): Record<string, unknown> {
  const empty = Object.keys(given).find((name) => given[name] === '');
  // Mostly a variable of a script that is not set: never taken for 0, or for all.
  if (empty !== undefined) throw new UsageError(`--set ${empty}=: expected a value`);
  const parsed = z.strictObject(runbook.parameters.shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // A name that was mistyped is the reason why the right one is missing.
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (unknown.length > 0) {
    const known = Object.keys(runbook.parameters.shape).join(', ');
    throw new UsageError(`${runbook.id} takes no ${unknown.join(', ')}: it takes ${known || 'no parameters'}`);
  }
  const missing = issues.map(({ path }) => path.join('.')).filter((name) => given[name] === undefined);
  if (missing.length > 0) {
    throw new UsageError(`${runbook.id} needs ${missing.map((name) => `--set ${name}=…`).join(' ')}`);
  }
  const [issue] = issues;
  const name = issue?.path.join('.') ?? '';
  const what = issue?.message.replace(/^Invalid (input|option): /, '') ?? 'not accepted';
  throw new UsageError(`--set ${name}=${given[name]}: ${what}`);
}

/** Every operation that a step may call: its own, its undo's, its conditions', and what a repeat of it looks at. */
function operationsOf(step: Step): OperationName[] {
  const calls: PlannedCall[] = [];
  if (step.kind === 'change') calls.push(step.call);
  if (step.undo && 'operation' in step.undo) calls.push(step.undo);
  const changes = calls.flatMap((call) => [nameOf(call), ...lookupsOf(call)]);
  const reads = conditionsOf(step).flatMap(({ reads: all }) => all.map(({ call }) => nameOf(call)));
  return [...changes, ...reads];
}

function lookupsOf(call: PlannedCall): OperationName[] {
  const { repeat } = mutationOf(nameOf(call));
  if (repeat.by !== 'adoption') return [];
  const { operation, owner } = repeat.find(call.input);
  const operations = typeof owner === 'string' ? [operation] : [operation, owner.operation];
  return operations.map((one) => nameOf({ ...call, operation: one }));
}

/** @throws Error for a plan that could not be executed: a mistake in the runbook */
function checkSteps(runbook: Runbook, steps: readonly Step[]): void {
  const earlier = new Set<string>();
  for (const step of steps) {
    if (earlier.has(step.key)) throw new Error(`${runbook.id}: two steps are called ${step.key}`);
    const own = step.undo && 'operation' in step.undo ? stepsReferredTo(step.undo.input) : [];
    const referred = [...stepsReferredTo(plainJson(step.call)), ...own.filter((key) => key !== step.key)];
    const unknown = referred.find((key) => !earlier.has(key));
    if (unknown !== undefined)
      throw new Error(`${runbook.id}: step ${step.key} refers to ${unknown}, which is not before it`);
    for (const condition of conditionsOf(step)) {
      const verdicts = [...condition.failed, ...condition.unsure].flatMap(({ when, because }) => [when, because]);
      for (const expression of [condition.met, condition.observed, ...verdicts]) checkExpression(expression);
    }
    for (const operation of operationsOf(step)) {
      if (!runbook.calls.includes(operation)) throw new Error(`${runbook.id} does not declare ${operation}`);
    }
    earlier.add(step.key);
  }
}

function permissionsOf(operations: readonly OperationName[]): string[] {
  return [...new Set(operations.flatMap((operation) => iamActions(operation)))].toSorted();
}

function nameOf({ service, operation }: Pick<PlannedCall, 'service' | 'operation'>): OperationName {
  const known = SERVICES.find((one) => one === service);
  if (known === undefined) throw new Error(`no AWS service is called ${service}`);
  return operationName({ service: known, operation });
}

function objectOf(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
