import type {
  Cluster,
  DeploymentLifecycleHookStatus,
  Service,
  ServiceDeployment,
  ServiceRevision,
  Tag,
  Task,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { VirtualClock } from '../clock.ts';
import type { Step } from '../traffic/flow.ts';
import type { VersionBehaviour } from '../versions.ts';
import { furnishHome } from './ecs/home.ts';
import type { TaskCounts } from './ecs/metrics.ts';
import type { Schedule } from './ecs/schedule.ts';
import { furnishSecondary } from './ecs/secondary.ts';
import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of ecs, in AWS's own shapes. Counts of clusters are computed when asked. */
export interface EcsState {
  readonly clusters: Cluster[];
  readonly services: Service[];
  readonly taskDefinitions: TaskDefinition[];
  readonly tasks: Task[];
  readonly serviceDeployments: ServiceDeployment[];
  readonly serviceRevisions: ServiceRevision[];
  /** By task definition ARN: what its containers do, where it is not what good ones do. */
  readonly behaviours: Map<string, VersionBehaviour>;
  /** By service ARN, of services that were changed: what the scheduler is about. */
  readonly schedules: Map<string, Schedule>;
  /** By service ARN: how many tasks it had, from when on; what metrics are made of. */
  readonly counted: Map<string, Step<TaskCounts>[]>;
  /** By service ARN: the token it was created with. */
  readonly clientTokens: Map<string, string>;
  /** Of task definitions, by ARN: everything else carries its tags itself. */
  readonly tags: Map<string, Tag[]>;
  /** By ARN of a Lambda function that is a lifecycle hook: what it answers. */
  readonly hookOutcomes: Map<string, HookOutcome>;
  /** Counts what was made, so that each has an id of its own. */
  readonly made: { count: number };
  readonly clock: VirtualClock;
}

/** `invalid`: anything but a hookStatus, or an error. */
export type HookOutcome = Extract<DeploymentLifecycleHookStatus, 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS'> | 'invalid';

export function seedEcs(seed: RegionSeed): EcsState {
  const state: EcsState = {
    clusters: [],
    services: [],
    taskDefinitions: [],
    tasks: [],
    serviceDeployments: [],
    serviceRevisions: [],
    behaviours: new Map(),
    schedules: new Map(),
    counted: new Map(),
    clientTokens: new Map(),
    tags: new Map(),
    hookOutcomes: new Map(),
    made: { count: 0 },
    clock: seed.clock,
  };
  if (seed.furnishing === 'home') furnishHome(seed, state);
  if (seed.furnishing === 'secondary') furnishSecondary(seed, state);
  return state;
}
