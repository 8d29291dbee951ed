import type { Deployment, LoadBalancer, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Progress, Schedule } from '../../world/newcomer/ecs/schedule.ts';
import { alarmStatus, breakerStatus, isRinging } from './monitors.ts';
import { nextNumber, nowOf, patchDeployment, patchRecord, recordArn, tell, type Where } from './records.ts';
import { newRevision, rolloutOf, scheduleOf } from './schedule.ts';
import { shiftTestTraffic, shiftTraffic } from './traffic.ts';

/**
 * Makes what the service says now its PRIMARY deployment; the tasks follow when the scheduler looks next.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
 */
export function beginDeployment(where: Where, service: Service): void {
  const schedule = scheduleOf(where, service);
  const sourceId = lastCompleted(service, schedule);
  supersede(where, schedule);
  const deployment = newDeployment(where, service);
  const id = deployment.id ?? '';
  const targets = targetsOf(service, sourceId === undefined ? undefined : rolloutOf(schedule, sourceId).targets);
  const revisionArn = newRevision(where, service, deployment, targets);
  const older = (service.deployments ?? []).map((one) =>
    one.status === 'PRIMARY' ? { ...one, status: 'ACTIVE' } : one,
  );
  const record = newRecord(where, service, { revisionArn, older, schedule });
  const staged = sourceId !== undefined && (service.deploymentConfiguration?.strategy ?? 'ROLLING') !== 'ROLLING';
  schedule.rollouts.set(id, { revisionArn, targets, completed: false, failures: 0, notBefore: 0 });
  schedule.progress = {
    serviceDeploymentArn: record.serviceDeploymentArn ?? '',
    deploymentId: id,
    sourceId,
    direction: 'forward',
    ignoresAlarms: isRinging(where, service),
    wholeSince: undefined,
    stage: staged ? { name: 'PRE_SCALE_UP', enteredAt: -1, shifts: 0, shiftedAt: 0, hooks: [] } : undefined,
  };
  service.deployments = [deployment, ...older];
  service.currentServiceDeployment = record.serviceDeploymentArn;
  where.region.ecs.serviceDeployments.push(record);
}

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

/** What was whole last is what a failure goes back to, also when the deployment after it never got there. */
function lastCompleted({ deployments = [] }: Service, { progress, rollouts }: Schedule): string | undefined {
  if (progress) return progress.sourceId;
  return deployments.find(({ id }) => rollouts.get(id ?? '')?.completed)?.id;
}

function supersede(where: Where, { progress }: Schedule): void {
  if (!progress) return;
  const at = where.region.ecs.clock.now();
  patchRecord(where, progress.serviceDeploymentArn, {
    status: 'STOPPED',
    statusReason: 'Service deployment was stopped because a newer one was started.',
    stoppedAt: at,
    finishedAt: at,
    lifecycleHookDetails: [],
  });
}

/** The target groups that the new tasks register with: of each pair, the one that the running tasks are not in. */
function targetsOf(
  { loadBalancers = [], deploymentConfiguration }: Service,
  taken: readonly LoadBalancer[] | undefined,
): LoadBalancer[] {
  if (!taken || (deploymentConfiguration?.strategy ?? 'ROLLING') === 'ROLLING') return [...loadBalancers];
  const used = new Set(taken.map(({ targetGroupArn }) => targetGroupArn));
  return loadBalancers.map((one) => {
    const alternate = one.advancedConfiguration?.alternateTargetGroupArn;
    return used.has(one.targetGroupArn) && alternate !== undefined ? { ...one, targetGroupArn: alternate } : one;
  });
}

function newDeployment(where: Where, service: Service): Deployment {
  const id = `ecs-svc/${nextNumber(where, 'deployment')}`;
  const at = new Date(nowOf(where));
  return {
    id,
    status: 'PRIMARY',
    taskDefinition: service.taskDefinition,
    desiredCount: service.desiredCount,
    pendingCount: 0,
    runningCount: 0,
    failedTasks: 0,
    createdAt: at,
    updatedAt: at,
    ...(service.capacityProviderStrategy && { capacityProviderStrategy: service.capacityProviderStrategy }),
    launchType: service.launchType,
    platformVersion: service.platformVersion === 'LATEST' ? '1.4.0' : service.platformVersion,
    platformFamily: service.platformFamily,
    networkConfiguration: service.networkConfiguration,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
  };
}

interface RecordPlan {
  readonly revisionArn: string;
  readonly older: readonly Deployment[];
  readonly schedule: Schedule;
}

function newRecord(where: Where, service: Service, { revisionArn, older, schedule }: RecordPlan): ServiceDeployment {
  const at = new Date(nowOf(where));
  const none = { requestedTaskCount: 0, runningTaskCount: 0, pendingTaskCount: 0 };
  return {
    serviceDeploymentArn: recordArn(where, service, 'service-deployment'),
    serviceArn: service.serviceArn,
    clusterArn: service.clusterArn,
    createdAt: at,
    updatedAt: at,
    sourceServiceRevisions: older.map(({ id }) => ({ arn: rolloutOf(schedule, id).revisionArn, ...none })),
    targetServiceRevision: { arn: revisionArn, ...none },
    status: 'PENDING',
    deploymentConfiguration: service.deploymentConfiguration,
    deploymentCircuitBreaker: breakerStatus(service),
    alarms: alarmStatus(where, service),
  };
}
