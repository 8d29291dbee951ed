import type { Deployment, Service, ServiceDeployment, Task } from '@aws-sdk/client-ecs';
import type { SandboxContext } from '../../handlers.ts';
import { hexOf, type Place, uuidOf } from '../../world/newcomer/cast.ts';
import { ecsArn, ecsNumber } from '../../world/newcomer/ecs/arns.ts';
import { serviceEvent } from '../../world/newcomer/ecs/service.ts';
import { lastPart } from './lookup.ts';

/** All that the scheduler needs of a request: it goes on when the request is long answered. */
export type Where = Pick<SandboxContext, 'world' | 'region'>;

/** ECS keeps the newest hundred events of a service. */
const EVENTS_KEPT = 100;

export function placeOf({ region }: Where): Place {
  return { accountId: region.accountId, region: region.name };
}

export function clusterNameOf({ clusterArn = '' }: Service): string {
  return lastPart(clusterArn);
}

/** A fresh number: the same in every world that took the same steps. */
export function nextNumber(where: Where, kind: string): string {
  return ecsNumber(placeOf(where), kind, 'made', String(next(where)));
}

export function nextHex(where: Where, kind: string): string {
  return hexOf(placeOf(where), 32, kind, 'made', String(next(where)));
}

export function nextUuid(where: Where, kind: string): string {
  return uuidOf(placeOf(where), kind, 'made', String(next(where)));
}

function next({ region }: Where): number {
  region.ecs.made.count += 1;
  return region.ecs.made.count;
}

/** `…:service-deployment/cluster/service/number` and the like. */
export function recordArn(where: Where, service: Service, kind: 'service-deployment' | 'service-revision'): string {
  return ecsArn(placeOf(where), kind, clusterNameOf(service), service.serviceName ?? '', nextNumber(where, kind));
}

/** Puts what happened on top of the service's events. What was answered before stays as it was. */
export function tell(where: Where, service: Service, what: string): void {
  const at = where.region.ecs.clock.now();
  const event = serviceEvent(placeOf(where), clusterNameOf(service), service.serviceName ?? '', [at, what]);
  service.events = [{ ...event, id: nextUuid(where, 'event') }, ...(service.events ?? [])].slice(0, EVENTS_KEPT);
}

export function patchDeployment(where: Where, service: Service, id: string, patch: Partial<Deployment>): void {
  const updatedAt = where.region.ecs.clock.now();
  service.deployments = (service.deployments ?? []).map((one) =>
    one.id === id ? { ...one, ...patch, updatedAt } : one,
  );
}

export function patchRecord(where: Where, arn: string, patch: Partial<ServiceDeployment>): void {
  const { serviceDeployments } = where.region.ecs;
  const at = serviceDeployments.findIndex(({ serviceDeploymentArn }) => serviceDeploymentArn === arn);
  const found = serviceDeployments[at];
  if (found) serviceDeployments[at] = { ...found, ...patch, updatedAt: where.region.ecs.clock.now() };
}

/** The tasks that the service's scheduler started, stopped ones too. */
export function tasksOf({ region }: Where, { clusterArn, serviceName }: Service): Task[] {
  return region.ecs.tasks.filter((task) => task.clusterArn === clusterArn && task.group === `service:${serviceName}`);
}

/** `(task 1a2b) (task 3c4d)` */
export function namesOf(tasks: readonly Task[]): string {
  return tasks.map(({ taskArn = '' }) => `(task ${lastPart(taskArn)})`).join(' ');
}

/** Milliseconds since 1970. */
export function nowOf({ region }: Where): number {
  return region.ecs.clock.now().getTime();
}
