import type { LoadBalancer, Service, Task } from '@aws-sdk/client-ecs';
import { balancersOf } from '../../world/traffic/attachments.ts';
import { findWorkload } from '../../world/traffic/workload.ts';
import { attributeOf } from '../elbv2/attributes.ts';
import { deregisterTarget, type RegisteredTarget, registerTarget, targetState } from '../elbv2/registration.ts';
import { tell, type Where } from './records.ts';

/** Makes a task that runs known to its target groups. */
export function register(where: Where, service: Service, task: Task, targets: readonly LoadBalancer[]): void {
  const version = task.taskDefinitionArn ?? '';
  for (const { targetGroupArn, containerPort } of withGroup(where, targets)) {
    const target = targetOf(task, containerPort);
    const probe = (now: Date) => findWorkload(where.region, target.id, now);
    registerTarget(where, targetGroupArn, target, { probe, version });
    tell(where, service, `registered 1 targets in (target-group ${targetGroupArn})`);
  }
}

/** Takes a task out of its target groups; answers how long its connections drain, in milliseconds. */
export function deregister(where: Where, service: Service, task: Task, targets: readonly LoadBalancer[]): number {
  let drainMs = 0;
  for (const { targetGroupArn, containerPort } of withGroup(where, targets)) {
    const target = targetOf(task, containerPort);
    const state = targetState(where, targetGroupArn, target);
    if (state === undefined || state === 'draining') continue;
    deregisterTarget(where, targetGroupArn, target);
    tell(where, service, `deregistered 1 targets in (target-group ${targetGroupArn})`);
    drainMs = Math.max(drainMs, delayMs(where, targetGroupArn));
  }
  return drainMs;
}

/** What its target groups say of a task: the worst of them; undefined without a target group. */
export function healthOf(where: Where, task: Task, targets: readonly LoadBalancer[]): string | undefined {
  const states = withGroup(where, targets).map(({ targetGroupArn, containerPort }) =>
    targetState(where, targetGroupArn, targetOf(task, containerPort)),
  );
  if (states.length === 0) return undefined;
  return states.find((state) => state !== 'healthy') ?? (states.includes(undefined) ? 'initial' : 'healthy');
}

/** Target groups that are there: one may be deleted under a service that uses it. */
function withGroup({ region }: Where, targets: readonly LoadBalancer[]) {
  const known = new Set(region.elbv2.targetGroups.map((group) => group.TargetGroupArn));
  return targets.flatMap(({ targetGroupArn, containerPort = 80 }) =>
    targetGroupArn !== undefined && known.has(targetGroupArn) ? [{ targetGroupArn, containerPort }] : [],
  );
}

function targetOf(task: Task, port: number): RegisteredTarget {
  const details = task.attachments?.flatMap((attachment) => attachment.details ?? []) ?? [];
  const id = details.find(({ name }) => name === 'privateIPv4Address')?.value ?? '';
  return { id, port, ...(task.availabilityZone !== undefined && { availabilityZone: task.availabilityZone }) };
}

/** Nothing is in flight to what no load balancer sends requests to. */
function delayMs({ region }: Where, targetGroupArn: string): number {
  if (balancersOf(region.elbv2, targetGroupArn).length === 0) return 0;
  return Number(attributeOf(region.elbv2, targetGroupArn, 'deregistration_delay.timeout_seconds')) * 1000;
}
