import { lastPart } from '../../../aws/ecs.ts';
import type { Aws } from '../../../aws/execution.ts';
import { Refused } from '../../../model/errors.ts';
import type { PlanBuilder } from '../../define.ts';
import { findDefinition } from '../../look/task-definition.ts';

export interface Versions {
  /** What the service is told to run, as the ARN of a task definition. */
  readonly current: string;
  /** What was deployed and succeeded, oldest first. */
  readonly succeeded: readonly string[];
}

/** `none`: it has been gone back already. */
export type Choice = { readonly to: readonly string[] } | { readonly none: string };

/**
 * Where a roll-back goes: not to the revision before, which nobody may ever have deployed, but to what ran before the
 * newest version that was ever deployed. Asked again, it says that this is done, and goes no further.
 */
export function choose({ current, succeeded }: Versions): Choice {
  const firsts = succeeded.filter((version, index) => succeeded.indexOf(version) === index);
  // What never succeeded is gone back from to whatever did last.
  if (!firsts.includes(current)) return { to: succeeded.toReversed().filter(isFirstOf) };
  const newest = firsts.at(-1) ?? current;
  const before = succeeded.slice(0, succeeded.indexOf(newest)).toReversed().filter(isFirstOf);
  if (current === newest) return { to: before };
  return { none: newest };
}

/**
 * The first of some versions that can still be deployed.
 * @throws Refused where there is none: which other one is good, a person has to say
 */
export async function firstUsable(aws: Aws, plan: PlanBuilder, versions: readonly string[]): Promise<string> {
  for (const version of versions) {
    const definition = await findDefinition(aws, version);
    if (definition?.status === 'ACTIVE') return version;
    plan.warn(`${lastPart(version)} ran before, but was deregistered since: ECS starts nothing on it`);
  }
  throw new Refused(
    `ECS has no other version on record that completed a deployment and can still be deployed${versions.length === 0 ? '' : ` (${versions.map((version) => lastPart(version)).join(', ')} cannot)`}: say which with --set to=family:revision`,
  );
}

function isFirstOf(version: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(version) === index;
}
