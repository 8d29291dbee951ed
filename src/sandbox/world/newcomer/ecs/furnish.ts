import type { Cluster, Service } from '@aws-sdk/client-ecs';
import type { Step } from '../../traffic/flow.ts';
import type { Place } from '../cast.ts';
import type { EcsState } from '../ecs.ts';
import { DAY_MS, type RegionSeed } from '../seed.ts';
import { clusterArn, deploymentId } from './arns.ts';
import { serviceRevision, succeededDeployment } from './deployment.ts';
import { type Load, publishLoad, type TaskCounts } from './metrics.ts';
import { ecsService, type ServicePlan } from './service.ts';
import { runningTask, taskDefinition, type TaskSize } from './task.ts';

export function ecsCluster(place: Place, name: string, environment: string): Cluster {
  return {
    clusterArn: clusterArn(place, name),
    clusterName: name,
    status: 'ACTIVE',
    registeredContainerInstancesCount: 0,
    statistics: [],
    tags: [
      { key: 'Environment', value: environment },
      { key: 'ManagedBy', value: 'terraform' },
    ],
    settings: [{ name: 'containerInsights', value: 'enabled' }],
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  };
}

export interface Furniture extends Omit<ServicePlan, 'now' | 'deployedAt'>, TaskSize {
  readonly deployedDaysAgo: number;
  readonly load?: Omit<Load, 'tasks' | 'insights'> & Partial<Pick<Load, 'tasks' | 'insights'>>;
}

/** A service in order, with all that belongs to it: task definition, tasks, the record of its deployment, its metrics. */
export function placeService(seed: RegionSeed, state: EcsState, furniture: Furniture): Service {
  const { cluster, name, revision, desired, cpu, memory, load } = furniture;
  const deployedAt = new Date(seed.start.getTime() - furniture.deployedDaysAgo * DAY_MS);
  const service = ecsService(seed, { ...furniture, deployedAt, now: seed.start });
  const known = state.taskDefinitions.some((one) => one.family === name && one.revision === revision);
  if (!known) {
    const registeredAt = new Date(deployedAt.getTime() - 60_000);
    state.taskDefinitions.push(taskDefinition(seed, name, revision, { cpu, memory, registeredAt }));
  }
  const finishedAt = new Date(deployedAt.getTime() + 4 * 60_000);
  state.services.push(service);
  state.serviceDeployments.push(succeededDeployment(seed, { service, revision, createdAt: deployedAt, finishedAt }));
  state.serviceRevisions.push(serviceRevision(seed, service, revision, deployedAt));
  const deployment = deploymentId(seed, cluster, name, revision);
  for (let index = 0; index < desired; index += 1) {
    const startedAt = new Date(deployedAt.getTime() + (index + 1) * 50_000);
    state.tasks.push(runningTask(seed, { service, revision, index, deployment, startedAt, cpu, memory }));
  }
  const counted: Step<TaskCounts>[] = [];
  state.counted.set(service.serviceArn ?? '', counted);
  if (load) publishLoad(seed, cluster, name, { tasks: () => desired, insights: true, counted, ...load });
  return service;
}
