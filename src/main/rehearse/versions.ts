import { UsageError } from '../../model/errors.ts';
import type { Plan } from '../../model/plan.ts';
import type { VersionBehaviour } from '../../sandbox/world/versions.ts';
import type { World } from '../../sandbox/world/world.ts';

export type RehearsedVersion = 'bad' | 'never-healthy' | 'crashes';

const BEHAVIOURS: Readonly<Record<RehearsedVersion, Partial<VersionBehaviour>>> = {
  bad: { errorRate: 0.2 },
  'never-healthy': { healthyAfterMs: 'never' },
  crashes: { crashes: { afterMs: 20_000, exitCode: 1 } },
};
const WORDS: Readonly<Record<RehearsedVersion | 'good', string>> = {
  good: 'starts within 30 seconds and answers every request well (--rehearse-version shows what happens else)',
  bad: 'answers a fifth of its requests with a 5xx',
  'never-healthy': 'starts, and never passes a health check',
  crashes: 'ends by itself 20 seconds after it started',
};

export interface Versions {
  readonly behaviours: ReadonlyMap<string, Partial<VersionBehaviour>>;
  readonly assumed: readonly string[];
}

/**
 * How the task definitions behave that the plan speaks of and that run nowhere yet.
 * @throws UsageError where a behaviour is asked for and there is no new version
 */
export function versionsOf(world: World, plan: Plan, wanted: RehearsedVersion | undefined): Versions {
  const steps = JSON.stringify(plan.steps);
  const fresh = world.regions().flatMap(({ ecs }) => {
    const running = new Set(ecs.tasks.map(({ taskDefinitionArn }) => taskDefinitionArn));
    const known = ecs.taskDefinitions.flatMap(({ taskDefinitionArn }) => taskDefinitionArn ?? []);
    return known.filter((arn) => !running.has(arn) && steps.includes(arn.slice(arn.lastIndexOf('/') + 1)));
  });
  if (wanted !== undefined && fresh.length === 0) {
    throw new UsageError(`--rehearse-version ${wanted}: this plan brings no new version of a service`);
  }
  const behaviours = new Map(wanted === undefined ? [] : fresh.map((arn) => [arn, BEHAVIOURS[wanted]]));
  const assumed = fresh.map((arn) => `${arn.slice(arn.lastIndexOf('/') + 1)} ${WORDS[wanted ?? 'good']}.`);
  return { behaviours, assumed };
}
