import type { Service } from '@aws-sdk/client-ecs';
import type { Progress, Schedule } from '../../world/newcomer/ecs/schedule.ts';
import { recount } from './counts.ts';
import { completeDeployment, type Failure, failDeployment } from './end-deployment.ts';
import { failTask, noteHealthy, replaceUnhealthy } from './failures.ts';
import { heedMonitors } from './heed-monitors.ts';
import type { TaskWatch } from './launch.ts';
import { alarmsOf, bakeMs } from './monitors.ts';
import { placeTasks, viewOf } from './placement.ts';
import { nowOf, patchRecord, tasksOf, tell, type Where } from './records.ts';
import { scheduleOf } from './schedule.ts';
import { advanceStages } from './stages.ts';
import { forgetStopped, stopTask } from './stop.ts';

/** From the last task in place to the deployment's completion. */
const COMPLETES_AFTER_MS = 5_000;
/** While health or an alarm is awaited, the scheduler looks every few seconds at first, then less and less often. */
const LOOK_MS = 5_000;
const LOOK_MOST_MS = 30_000;
const IDLE_LOOK_MOST_MS = 300_000;
/** Long enough for an unhealthy target to be found. */
const WATCHED_MS = 180_000;

/** Something was asked of the service or happened to its tasks: the scheduler looks now, and as long as it must. */
export function reconcile(where: Where, service: Service): void {
  scheduleOf(where, service).changedAt = nowOf(where);
  look(where, service);
}

/** The same a moment later, as AWS answers before it acts. */
export function reconcileSoon(where: Where, service: Service): void {
  const schedule = scheduleOf(where, service);
  schedule.changedAt = nowOf(where);
  recount(where, service, schedule);
  wakeAt(where, service, schedule, nowOf(where) + 1000);
}

/** What a version does has changed: the services that run it are looked at until health checks have had their say. */
export function watchVersion(where: Where, taskDefinitionArn: string): void {
  for (const service of where.region.ecs.services) {
    const runs = tasksOf(where, service).some(
      (task) => task.taskDefinitionArn === taskDefinitionArn && task.desiredStatus === 'RUNNING',
    );
    if (!runs || service.status !== 'ACTIVE') continue;
    scheduleOf(where, service).watchUntil = nowOf(where) + WATCHED_MS;
    reconcile(where, service);
  }
}

/** Ends a deployment a moment later, if it is still under way then: somebody asked for it. */
export function whenAsked(where: Where, service: Service, serviceDeploymentArn: string, failure: Failure): void {
  where.region.ecs.clock.after(1000, () => {
    const schedule = scheduleOf(where, service);
    if (schedule.progress?.serviceDeploymentArn !== serviceDeploymentArn) return;
    failDeployment(where, service, schedule, failure);
    reconcile(where, service);
  });
}

function look(where: Where, service: Service): void {
  const schedule = scheduleOf(where, service);
  if (service.status === 'INACTIVE') return;
  forgetStopped(where);
  const watch: TaskWatch = {
    changed: () => reconcile(where, service),
    ended: (task, end) => failTask(where, service, task, { ...end, changed: () => reconcile(where, service) }),
  };
  if (service.status === 'DRAINING') return drain(where, service, schedule, watch);
  begin(where, schedule);
  replaceUnhealthy(where, service, watch);
  noteHealthy(where, service, schedule);
  heedMonitors(where, service, schedule);
  placeTasks(where, service, schedule, watch);
  recount(where, service, schedule);
  const due = goOn(where, service, schedule);
  recount(where, service, schedule);
  lookAgain(where, service, schedule, due);
}

function begin(where: Where, { progress }: Schedule): void {
  const record = where.region.ecs.serviceDeployments.find(
    ({ serviceDeploymentArn: arn }) => arn === progress?.serviceDeploymentArn,
  );
  if (!progress || record?.status !== 'PENDING') return;
  patchRecord(where, progress.serviceDeploymentArn, { status: 'IN_PROGRESS', startedAt: where.region.ecs.clock.now() });
}

/** Takes the deployment a step further where it can go; answers when it can go on at the earliest. */
function goOn(where: Where, service: Service, schedule: Schedule): number | undefined {
  const { progress } = schedule;
  if (!progress) return undefined;
  const { young, old, isReady } = viewOf(where, service, schedule);
  const newReady = young.length === (service.desiredCount ?? 0) && young.every(isReady);
  if (progress.stage && progress.direction === 'forward') {
    const { stage } = progress;
    const tally = { newReady, oldGone: old.length === 0 };
    const outcome = advanceStages(where, service, { schedule, progress, stage }, tally);
    // A stage may ask for tasks, which the next look places.
    schedule.changedAt = Math.max(schedule.changedAt, stage.enteredAt);
    if (outcome === 'done') {
      completeDeployment(where, service, schedule, progress);
      return undefined;
    }
    if ('until' in outcome) return outcome.until;
    failDeployment(where, service, schedule, {
      by: 'ECS deployment lifecycle',
      reason: outcome.failed,
      statusReason: `Service deployment rolled back because ${outcome.failed}`,
      rollback: true,
    });
    return nowOf(where) + 1000;
  }
  if (!newReady || old.length > 0) {
    progress.wholeSince = undefined;
    return undefined;
  }
  return complete(where, service, schedule, progress);
}

function complete(where: Where, service: Service, schedule: Schedule, progress: Progress): number | undefined {
  const watching = progress.direction === 'forward' && !progress.ignoresAlarms;
  progress.wholeSince ??= nowOf(where);
  const due = progress.wholeSince + COMPLETES_AFTER_MS + (watching ? bakeMs(where, service) : 0);
  if (nowOf(where) < due) return due;
  completeDeployment(where, service, schedule, progress);
  return undefined;
}

/** Of a deleted service: every task ends, then it is no more. */
function drain(where: Where, service: Service, schedule: Schedule, watch: TaskWatch): void {
  const tasks = tasksOf(where, service).filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  for (const task of tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING')) {
    const targets = schedule.rollouts.get(task.startedBy ?? '')?.targets ?? [];
    const stopCode = 'ServiceSchedulerInitiated';
    const reason = `Scaling activity initiated by (deployment ${task.startedBy})`;
    stopTask(where, service, task, { stopCode, reason, targets, changed: () => watch.changed() });
  }
  recount(where, service, schedule);
  if (tasks.length > 0) return;
  service.status = 'INACTIVE';
  service.deployments = [];
  // ECS deletes the records of its deployments with a service.
  const { serviceDeployments } = where.region.ecs;
  const others = serviceDeployments.filter(({ serviceArn }) => serviceArn !== service.serviceArn);
  serviceDeployments.splice(0, serviceDeployments.length, ...others);
}

/** A steady service is not looked at: it costs nothing until something happens to it. */
function lookAgain(where: Where, service: Service, schedule: Schedule, due: number | undefined): void {
  const now = nowOf(where);
  const { primary, young, old, isReady } = viewOf(where, service, schedule);
  // What failed and may not go back is left alone, and what somebody else deploys has no deployment.
  const stalled = (!primary || primary.rolloutState === 'FAILED') && !schedule.progress;
  const whole = young.length === (service.desiredCount ?? 0) && young.every(isReady) && old.length === 0;
  if (!schedule.progress && (whole || stalled) && now >= schedule.watchUntil) {
    const draining = (service.deployments ?? []).length > 1;
    if (whole && !schedule.steady && !draining) {
      schedule.steady = true;
      tell(where, service, 'has reached a steady state.');
    }
    return;
  }
  schedule.steady = false;
  // A task on its way up tells of itself; health and alarms must be asked for.
  const asks = young.some((task) => task.lastStatus === 'RUNNING' && !isReady(task)) || alarmsOf(service).length > 0;
  const most = schedule.progress && asks ? LOOK_MOST_MS : IDLE_LOOK_MOST_MS;
  const quietMs = now - schedule.changedAt;
  const patience = Math.min(Math.max(quietMs / (asks ? 20 : 4), LOOK_MS), most);
  const notBefore = schedule.rollouts.get(primary?.id ?? '')?.notBefore ?? 0;
  const times = [now + Math.ceil(patience / 1000) * 1000, due ?? Infinity, notBefore].filter((at) => at > now);
  wakeAt(where, service, schedule, Math.min(...times));
}

function wakeAt(where: Where, service: Service, schedule: Schedule, at: number): void {
  if (schedule.wakeAt !== undefined && schedule.wakeAt <= at && schedule.wakeAt > nowOf(where)) return;
  schedule.wakeAt = at;
  where.region.ecs.clock.after(at - nowOf(where), () => {
    if (schedule.wakeAt !== at) return;
    schedule.wakeAt = undefined;
    look(where, service);
  });
}
