import type { Service } from '@aws-sdk/client-ecs';
import type { EcsState } from '../ecs.ts';
import { before, HOUR_MS, MINUTE_MS, type RegionSeed } from '../seed.ts';
import { deploymentId, taskDefinitionArn } from './arns.ts';
import { serviceRevision, stoppedDeployment } from './deployment.ts';
import { serviceEvent } from './service.ts';
import { runningTask, type Stop, stopped, taskDefinition } from './task.ts';

const SIZE = { cpu: '1024', memory: '2048' };

/**
 * Two hours ago revision 12 was deployed, its tasks exited, and the circuit breaker, which may not roll back here,
 * stopped the deployment: one task of revision 11 is left of three.
 */
export function failWorker(seed: RegionSeed, state: EcsState, service: Service): void {
  const name = service.serviceName ?? '';
  const cluster = (service.clusterArn ?? '').split('/')[1] ?? '';
  const begunAt = before(seed.start, 2 * HOUR_MS);
  const failedAt = before(seed.start, 65 * MINUTE_MS);
  const [old] = service.deployments ?? [];
  const failed = deploymentId(seed, cluster, name, 12);
  service.runningCount = 1;
  service.taskDefinition = taskDefinitionArn(seed, name, 12);
  service.deploymentConfiguration = {
    ...service.deploymentConfiguration,
    deploymentCircuitBreaker: { enable: true, rollback: false },
    minimumHealthyPercent: 33,
  };
  service.deployments = [
    {
      ...old,
      id: failed,
      taskDefinition: service.taskDefinition,
      runningCount: 0,
      failedTasks: 7,
      createdAt: begunAt,
      updatedAt: failedAt,
      rolloutState: 'FAILED',
      rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    },
    { ...old, status: 'ACTIVE', runningCount: 1, updatedAt: failedAt },
  ];
  state.taskDefinitions.push(taskDefinition(seed, name, 12, { ...SIZE, registeredAt: begunAt }));
  state.serviceRevisions.push(serviceRevision(seed, service, 12, begunAt));
  state.serviceDeployments.push(
    stoppedDeployment(seed, { service, revision: 12, from: 11, createdAt: begunAt, finishedAt: failedAt }),
  );
  keepOneTask(state, service);
  const attempts = crashes(seed, service, { begunAt, deployment: failed });
  state.tasks.push(...attempts.map(({ task }) => task));
  const told: [Date, string][] = [
    ...attempts.flatMap(({ story }) => story),
    [
      before(failedAt, 9 * MINUTE_MS),
      'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of ' +
        'the Amazon ECS Developer Guide.',
    ],
    [failedAt, `(deployment ${failed}) deployment failed: tasks failed to start.`],
  ];
  const steadyBefore = (service.events ?? []).filter(({ createdAt }) => createdAt !== undefined && createdAt < begunAt);
  service.events = [...told.map((event) => serviceEvent(seed, cluster, name, event)), ...steadyBefore].toSorted(
    (a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0),
  );
}

function keepOneTask(state: EcsState, service: Service): void {
  const own = state.tasks.filter(
    ({ group, clusterArn }) => group === `service:${service.serviceName}` && clusterArn === service.clusterArn,
  );
  for (const task of own.slice(1)) state.tasks.splice(state.tasks.indexOf(task), 1);
}

interface Rollout {
  readonly begunAt: Date;
  readonly deployment: string;
}

const STOPS: readonly Omit<Stop, 'stoppedAt'>[] = [
  { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks', exitCode: 137 },
  { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', exitCode: 1 },
  { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', exitCode: 1 },
];

function crashes(seed: RegionSeed, service: Service, { begunAt, deployment }: Rollout) {
  return STOPS.map((stop, index) => {
    const startedAt = new Date(begunAt.getTime() + (4 + 15 * index) * MINUTE_MS);
    const stoppedAt = new Date(startedAt.getTime() + 5 * MINUTE_MS);
    const running = runningTask(seed, { service, revision: 12, index: 10 + index, deployment, startedAt, ...SIZE });
    const task = stopped(running, { ...stop, stoppedAt });
    const id = (task.taskArn ?? '').split('/').at(-1) ?? '';
    const why = stop.stopCode === 'EssentialContainerExited' ? 'exited' : 'failed container health checks';
    const story: [Date, string][] = [
      [new Date(startedAt.getTime() - MINUTE_MS), `has started 1 tasks: (task ${id}).`],
      ...(why === 'exited' ? [] : ([[stoppedAt, `(task ${id}) ${why}.`]] satisfies [Date, string][])),
      [new Date(stoppedAt.getTime() + 1000), `has stopped 1 running tasks: (task ${id}).`],
    ];
    return { task, story };
  });
}
