import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Progress, Schedule } from '../../world/newcomer/ecs/schedule.ts';
import { newDeployment } from './begin-deployment.ts';
import { patchDeployment, patchRecord, tell, type Where } from './records.ts';
import { rolloutOf } from './schedule.ts';
import { shiftTestTraffic, shiftTraffic } from './traffic.ts';

/** Ends the deployment under way, which all went well, or the way back from one that did not. */
export function completeDeployment(where: Where, service: Service, schedule: Schedule, progress: Progress): void {
  const { deploymentId: id, direction, serviceDeploymentArn: arn } = progress;
  const finishedAt = where.region.ecs.clock.now();
  rolloutOf(schedule, id).completed = true;
  patchDeployment(where, service, id, {
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${id} completed.`,
  });
  tell(where, service, `(deployment ${id}) deployment completed.`);
  const record = where.region.ecs.serviceDeployments.find(({ serviceDeploymentArn }) => serviceDeploymentArn === arn);
  const done = { status: 'MONITORING_COMPLETE' } as const;
  patchRecord(where, arn, {
    status: direction === 'forward' ? 'SUCCESSFUL' : 'ROLLBACK_SUCCESSFUL',
    finishedAt,
    lifecycleHookDetails: [],
    ...(record?.deploymentCircuitBreaker?.status === 'MONITORING' && {
      deploymentCircuitBreaker: { ...record.deploymentCircuitBreaker, ...done },
    }),
    ...(record?.alarms?.status === 'MONITORING' && { alarms: { ...record.alarms, ...done } }),
  });
  schedule.progress = undefined;
  service.currentServiceDeployment = undefined;
  const known = new Set(service.deployments?.map((one) => one.id));
  for (const old of schedule.rollouts.keys()) if (!known.has(old)) schedule.rollouts.delete(old);
}

export interface Failure {
  /** Of the deployment: `tasks failed to start.` */
  readonly reason: string;
  /** Of the service deployment's record. */
  readonly statusReason: string;
  /** Who found it: `ECS deployment circuit breaker`. */
  readonly by: string;
  readonly rollback: boolean;
  readonly record?: Partial<ServiceDeployment>;
}

/** The deployment failed: back to the one that was whole last, or, if it may not or there is none, it stays as it is. */
export function failDeployment(
  where: Where,
  service: Service,
  schedule: Schedule,
  { reason, statusReason, by, rollback, record = {} }: Failure,
): void {
  const { progress } = schedule;
  if (!progress) return;
  const { deploymentId: failedId, sourceId, serviceDeploymentArn: arn } = progress;
  tell(where, service, `(deployment ${failedId}) deployment failed: ${reason}`);
  patchDeployment(where, service, failedId, { rolloutState: 'FAILED', rolloutStateReason: `${by}: ${reason}` });
  if (progress.direction === 'back' || !rollback || sourceId === undefined) {
    const at = where.region.ecs.clock.now();
    const status = progress.direction === 'back' ? 'ROLLBACK_FAILED' : 'STOPPED';
    patchRecord(where, arn, { ...record, status, statusReason, stoppedAt: at, finishedAt: at });
    schedule.progress = undefined;
    service.currentServiceDeployment = undefined;
    return;
  }
  goBackTo(where, service, schedule, { ...progress, sourceId });
  tell(where, service, `rolling back to deployment ${sourceId}.`);
  patchDeployment(where, service, sourceId, {
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `${by}: rolling back to deploymentId ${sourceId}.`,
  });
  const startedAt = where.region.ecs.clock.now();
  const serviceRevisionArn = rolloutOf(schedule, sourceId).revisionArn;
  patchRecord(where, arn, {
    ...record,
    status: 'ROLLBACK_IN_PROGRESS',
    statusReason,
    rollback: { reason: statusReason, startedAt, serviceRevisionArn },
    lifecycleHookDetails: [],
  });
}

interface Return extends Progress {
  readonly sourceId: string;
}

/** The old deployment is PRIMARY again, made anew where its last task is gone already; the service says what it said. */
function goBackTo(where: Where, service: Service, schedule: Schedule, { sourceId, ...progress }: Return): void {
  const source = rolloutOf(schedule, sourceId);
  const revision = where.region.ecs.serviceRevisions.find((one) => one.serviceRevisionArn === source.revisionArn);
  if (progress.stage) {
    const failed = rolloutOf(schedule, progress.deploymentId).targets;
    shiftTraffic(where, source.targets, failed, 0);
    shiftTestTraffic(where, failed, source.targets);
  }
  service.taskDefinition = revision?.taskDefinition;
  service.networkConfiguration = revision?.networkConfiguration;
  service.loadBalancers = revision?.loadBalancers;
  const all = service.deployments ?? [];
  const old = all.find(({ id }) => id === sourceId) ?? { ...newDeployment(where, service), id: sourceId };
  const others = all.filter(({ id }) => id !== sourceId).map((one) => ({ ...one, status: 'ACTIVE' }));
  service.deployments = [{ ...old, status: 'PRIMARY' }, ...others];
  source.failures = 0;
  schedule.progress = {
    ...progress,
    sourceId,
    deploymentId: sourceId,
    direction: 'back',
    stage: undefined,
    wholeSince: undefined,
  };
}
