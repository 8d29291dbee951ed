import { GOOD_VERSION, type VersionBehaviour } from '../../versions.ts';
import { SERVICES } from '../cast.ts';
import type { EcsState } from '../ecs.ts';
import { before, DAY_MS, HOUR_MS, type RegionSeed } from '../seed.ts';
import { taskDefinitionArn } from './arns.ts';
import { deregistered, taskDefinition, type TaskSize } from './task.ts';

const WEB: TaskSize = { cpu: '512', memory: '1024' };
const API: TaskSize = { cpu: '1024', memory: '2048' };

const SERVES_ERRORS = { errorRate: 0.3, latencySeconds: 0.4 };
const NEVER_HEALTHY = { healthyAfterMs: 'never' } as const;
const CRASHES = {
  healthyAfterMs: 'never',
  crashes: { afterMs: 8_000, exitCode: 1, reason: 'Error: DATABASE_URL is not set' },
} as const;

/** What has been built and never deployed: three that are bad, each in its own way, and the newest, which is good. */
const RELEASES: readonly (readonly [revision: number, behaviour: Partial<VersionBehaviour>])[] = [
  [1, SERVES_ERRORS],
  [2, NEVER_HEALTHY],
  [3, CRASHES],
  [4, {}],
];

/**
 * web-service:43 answers three of ten requests with errors, :44 never turns healthy, :45 crashes, :46 is good; the same
 * of api from :18 to :21, whose revision before the running one was withdrawn.
 */
export function registerReleases(seed: RegionSeed, state: EcsState): void {
  release(seed, state, { family: SERVICES.web, newest: 42, size: WEB });
  release(seed, state, { family: SERVICES.api, newest: 17, size: API });
  const registeredAt = before(seed.start, 12 * DAY_MS);
  const withdrawn = taskDefinition(seed, SERVICES.api, 16, { ...API, registeredAt });
  state.taskDefinitions.push(deregistered(withdrawn, before(seed.start, 10 * DAY_MS)));
}

interface Family {
  readonly family: string;
  /** The newest revision that was ever deployed. */
  readonly newest: number;
  readonly size: TaskSize;
}

function release(seed: RegionSeed, state: EcsState, { family, newest, size }: Family): void {
  for (const [step, behaviour] of RELEASES) {
    const registeredAt = before(seed.start, (RELEASES.length + 1 - step) * HOUR_MS);
    state.taskDefinitions.push(taskDefinition(seed, family, newest + step, { ...size, registeredAt }));
    state.behaviours.set(taskDefinitionArn(seed, family, newest + step), { ...GOOD_VERSION, ...behaviour });
  }
}
