import { z } from 'zod';
import { clusterServices, ecsCluster, ecsService, lastPart, type Service, targetGroupsOf } from '../../aws/ecs.ts';
import type { Aws } from '../../aws/execution.ts';
import type { Environment } from '../../model/environment.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck, unknownFrom } from '../define.ts';
import { lastEvent, pendingSince } from './service-events.ts';

export const serviceSteady = defineCheck({
  id: 'ecs-service-steady',
  title: 'ECS service runs the tasks it wants',
  severity: 'high',
  why: 'A service that runs fewer tasks than it wants serves customers with less than it was sized for, or not at all.',
  remediation:
    'Read the last service event and why the last tasks stopped: an image that cannot be pulled, a failing health ' +
    'check, a missing secret or no room to place a task. If it began with a deployment, roll that back.',
  runbook: 'deployment/rollback-service',
  calls: ['ecs:ListClusters', 'ecs:DescribeClusters', 'ecs:ListServices', 'ecs:DescribeServices'],
  settings: z.object({ pendingMinutes: z.number().min(0).default(10) }),
  async *evaluate({ aws, now, settings, environments }) {
    const pendingMs = settings.pendingMinutes * MINUTE_MS;
    for (const { cluster, services } of await clusterServices(aws)) {
      if (!services.ok) {
        yield unknownFrom(ecsCluster(aws, cluster), services.fault);
        continue;
      }
      for (const service of services.value) yield judge(ecsService(aws, service), service, now, pendingMs);
      yield* missing(aws, ecsCluster(aws, cluster), services.value, environments);
    }
  },
});

const MINUTE_MS = 60_000;

function judge(resource: Resource, service: Service, now: Date, pendingMs: number): Verdict {
  const { desiredCount: desired = 0, runningCount: running = 0, pendingCount: pending = 0 } = service;
  const since = pending > 0 ? pendingSince(service) : undefined;
  const pendingForMs = since && now.getTime() - since.getTime();
  const evidence = evidenceOf(service, since);
  const waiting =
    pending > 0 ? `, ${pending} pending${pendingForMs === undefined ? '' : ` for ${span(pendingForMs)}`}` : '';
  const state = `${resource.id}: ${running} of ${desired} tasks running${waiting}`;
  if (running < desired) {
    return fail(resource, `${state}${sayLast(service)}`, evidence, running === 0 ? { severity: 'critical' } : {});
  }
  if (pending > 0 && pendingForMs === undefined) {
    return unknown(resource, `${state}, and AWS does not say since when.`, evidence);
  }
  if (pendingForMs !== undefined && pendingForMs > pendingMs) {
    return fail(resource, `${state}${sayLast(service)}`, evidence);
  }
  if (desired === 0 && running === 0) return pass(resource, `${resource.id} wants no tasks and runs none.`, evidence);
  return pass(resource, `${state}.`, evidence);
}

function sayLast(service: Service): string {
  const last = lastEvent(service);
  if (!last) return '; it has no service event.';
  const message = last.message.length > 300 ? `${last.message.slice(0, 300)}…` : last.message;
  return `; last event at ${last.at.toISOString()}: ${message.replace(/\.*$/, '.')}`;
}

function evidenceOf(service: Service, since: Date | undefined) {
  const last = lastEvent(service);
  return {
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    pendingSince: since?.toISOString() ?? null,
    schedulingStrategy: service.schedulingStrategy ?? 'REPLICA',
    taskDefinition: lastPart(service.taskDefinition ?? ''),
    targetGroupArns: targetGroupsOf(service),
    lastEvent: last ? { at: last.at.toISOString(), message: last.message } : null,
  };
}

function span(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

/** A service that the configuration names and the cluster does not have: nothing of it runs. */
function* missing(
  aws: Aws,
  { id: cluster, arn }: Resource,
  services: readonly Service[],
  environments: readonly Environment[],
): Generator<Verdict> {
  const there = new Set(services.map(({ serviceName }) => serviceName));
  for (const environment of environments) {
    // An ARN names the cluster of one region; clusters of other regions may have the same name.
    if (environment.cluster !== cluster && environment.cluster !== arn) continue;
    for (const name of new Set(environment.services)) {
      if (there.has(name)) continue;
      const resource = ecsService(aws, { clusterArn: cluster, serviceName: name });
      yield fail(
        resource,
        `${resource.id} does not exist, but the configuration names it as a service of ${environment.name}.`,
        { environment: environment.name, desired: null, running: null, pending: null },
        { severity: 'critical', remediation: 'Create the service, or correct its name in the configuration.' },
      );
    }
  }
}
