import type { Service } from '@aws-sdk/client-ecs';
import type { EcsState } from '../ecs.ts';
import { before, DAY_MS, HOUR_MS, MINUTE_MS, type RegionSeed } from '../seed.ts';
import { deploymentId, taskId } from './arns.ts';
import { rolledBackDeployment, serviceRevision, succeededDeployment } from './deployment.ts';
import { serviceEvent } from './service.ts';
import { deregistered, taskDefinition } from './task.ts';

const SIZE = { cpu: '512', memory: '1024' };

/**
 * Six hours ago revision 42 was deployed, its tasks failed their health checks and the circuit breaker went back to 41:
 * every count is as it should be again. Before 41 came 39; 40 was withdrawn before anybody deployed it.
 */
export function rollBackWeb(seed: RegionSeed, state: EcsState, service: Service): void {
  const { start } = seed;
  const name = service.serviceName ?? '';
  const rolledBackAt = before(start, 6 * HOUR_MS);
  const begunAt = before(rolledBackAt, 26 * MINUTE_MS);
  const define = (revision: number, registeredAt: Date) =>
    taskDefinition(seed, name, revision, { ...SIZE, registeredAt });
  state.taskDefinitions.push(
    define(39, before(start, 34 * DAY_MS)),
    deregistered(define(40, before(start, 22 * DAY_MS)), before(start, 21 * DAY_MS)),
    define(42, begunAt),
  );
  for (const [revision, createdAt] of [
    [39, before(start, 34 * DAY_MS)],
    [42, begunAt],
  ] as const) {
    state.serviceRevisions.push(serviceRevision(seed, service, revision, createdAt));
  }
  const earlier = before(start, 34 * DAY_MS);
  state.serviceDeployments.push(
    rolledBackDeployment(seed, { service, revision: 42, from: 41, createdAt: begunAt, finishedAt: rolledBackAt }),
    succeededDeployment(seed, {
      service,
      revision: 39,
      createdAt: earlier,
      finishedAt: new Date(earlier.getTime() + 5 * MINUTE_MS),
    }),
  );
  const [primary] = service.deployments ?? [];
  if (primary) primary.updatedAt = rolledBackAt;
  tellEvents(seed, service, begunAt, rolledBackAt);
}

function tellEvents(seed: RegionSeed, service: Service, begunAt: Date, rolledBackAt: Date): void {
  const name = service.serviceName ?? '';
  const cluster = (service.clusterArn ?? '').split('/')[1] ?? '';
  const id = (revision: number) => deploymentId(seed, cluster, name, revision);
  const after = (minutes: number) => new Date(begunAt.getTime() + minutes * MINUTE_MS);
  const failures = [0, 1, 2].flatMap((attempt): [Date, string][] => {
    const task = taskId(seed, `${cluster}/${name}`, attempt, 42);
    return [
      [after(1 + 6 * attempt), `has started 1 tasks: (task ${task}).`],
      [after(6 + 6 * attempt), `(task ${task}) failed container health checks.`],
      [after(6.1 + 6 * attempt), `has stopped 1 running tasks: (task ${task}).`],
    ];
  });
  const story: [Date, string][] = [
    ...failures,
    [after(19), `(deployment ${id(42)}) deployment failed: tasks failed to start.`],
    [after(19.01), `rolling back to deployment ${id(41)}.`],
    [rolledBackAt, `(deployment ${id(41)}) deployment completed.`],
    [new Date(rolledBackAt.getTime() + 1000), 'has reached a steady state.'],
  ];
  const told = story.map((event) => serviceEvent(seed, cluster, name, event));
  service.events = [...(service.events ?? []), ...told]
    .toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))
    .slice(0, 100);
}
