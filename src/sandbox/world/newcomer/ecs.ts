import type { Cluster, Service, ServiceDeployment, ServiceRevision, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { VersionBehaviour } from '../versions.ts';
import { furnishHome } from './ecs/home.ts';
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
}

export function seedEcs(seed: RegionSeed): EcsState {
  const state: EcsState = {
    clusters: [],
    services: [],
    taskDefinitions: [],
    tasks: [],
    serviceDeployments: [],
    serviceRevisions: [],
    behaviours: new Map(),
  };
  if (seed.furnishing === 'home') furnishHome(seed, state);
  if (seed.furnishing === 'secondary') furnishSecondary(seed, state);
  return state;
}
