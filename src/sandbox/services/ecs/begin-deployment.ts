import type { Deployment, LoadBalancer, Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Schedule } from '../../world/newcomer/ecs/schedule.ts';
import { alarmStatus, breakerStatus, isRinging } from './monitors.ts';
import { nextNumber, nowOf, patchRecord, recordArn, type Where } from './records.ts';
import { newRevision, rolloutOf, scheduleOf } from './schedule.ts';

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

/** As the service says now. */
export function newDeployment(where: Where, service: Service): Deployment {
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
