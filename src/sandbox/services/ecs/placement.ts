import type { Deployment, Service, Task } from '@aws-sdk/client-ecs';
import type { Progress, Schedule, StageProgress } from '../../world/newcomer/ecs/schedule.ts';
import { type TaskWatch, startTask } from './launch.ts';
import { namesOf, nowOf, tasksOf, tell, type Where } from './records.ts';
import { rolloutOf } from './schedule.ts';
import { hasReached } from './stages.ts';
import { stopTask } from './stop.ts';
import { healthOf } from './targets.ts';

/** How long a task without a load balancer and without a health check runs before ECS takes it for well. */
const SETTLED_MS = 15_000;

const TRIED_AGAIN_MS = 300_000;
const NOWHERE =
  'was unable to place a task because no container instance met all of its requirements. Reason: No Container ' +
  'Instances were found in your cluster. For more information, see the Troubleshooting section of the Amazon ECS ' +
  'Developer Guide.';

/** The tasks of a service, as the scheduler looks at them. */
export interface View {
  readonly primary: Deployment | undefined;
  /** Wanted to run, of the primary deployment and of the older ones. */
  readonly young: readonly Task[];
  readonly old: readonly Task[];
  readonly isReady: (task: Task) => boolean;
}

export function viewOf(where: Where, service: Service, schedule: Schedule): View {
  const { deployments = [] } = service;
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  const alive = tasksOf(where, service).filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  const health = new Map(alive.map((task) => [task, isReady(where, schedule, task)]));
  return {
    primary,
    young: alive.filter(({ startedBy }) => startedBy === primary?.id),
    old: alive.filter(({ startedBy }) => startedBy !== primary?.id),
    isReady: (task) => health.get(task) ?? false,
  };
}

function isReady(where: Where, { rollouts }: Schedule, task: Task): boolean {
  if (task.lastStatus !== 'RUNNING' || task.healthStatus === 'UNHEALTHY') return false;
  const state = healthOf(where, task, rollouts.get(task.startedBy ?? '')?.targets ?? []);
  if (state !== undefined) return state === 'healthy';
  return task.healthStatus === 'HEALTHY' || nowOf(where) >= (task.startedAt?.getTime() ?? 0) + SETTLED_MS;
}

interface Hands {
  readonly where: Where;
  readonly service: Service;
  readonly schedule: Schedule;
  readonly watch: TaskWatch;
}

/** Starts and stops tasks as the deployment's strategy and the service's percentages allow at this instant. */
export function placeTasks(where: Where, service: Service, schedule: Schedule, watch: TaskWatch): void {
  const hands = { where, service, schedule, watch };
  const { progress } = schedule;
  const view = viewOf(where, service, schedule);
  if (progress?.stage && progress.direction === 'forward') placeStaged(hands, progress, progress.stage, view);
  else placeRolling(hands, view);
}

/** The new tasks stand beside the old ones until the old are cleaned up. */
function placeStaged(hands: Hands, { deploymentId }: Progress, stage: StageProgress, view: View): void {
  const desired = hands.service.desiredCount ?? 0;
  const older = (hands.service.deployments ?? []).filter(({ id }) => id !== deploymentId);
  if (hasReached(stage, 'SCALE_UP')) {
    start(hands, view.primary, desired - view.young.length);
    stop(hands, worstFirst(view, view.young).slice(0, Math.max(view.young.length - desired, 0)));
  }
  if (hasReached(stage, 'CLEAN_UP')) return stop(hands, view.old);
  const source = older.find(({ id }) => id === hands.schedule.progress?.sourceId);
  start(hands, source, desired - view.old.length);
  stop(hands, worstFirst(view, view.old).slice(0, Math.max(view.old.length - desired, 0)));
}

/**
 * Never less than the minimum healthy percent that is healthy, never more than the maximum percent that is wanted.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
function placeRolling(hands: Hands, view: View): void {
  const { service } = hands;
  const desired = service.desiredCount ?? 0;
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration ?? {};
  const least = Math.ceil((desired * minimumHealthyPercent) / 100);
  const most = Math.max(Math.floor((desired * maximumPercent) / 100), 1);
  const { young, old, isReady } = view;
  const stalled = view.primary?.rolloutState === 'FAILED';
  stop(hands, worstFirst(view, young).slice(0, Math.max(young.length - desired, 0)));
  const wanted = stalled ? 0 : Math.max(desired - young.length, 0);
  const room = Math.max(most - young.length - old.length, 0);
  start(hands, view.primary, Math.min(wanted, room));
  const readyYoung = Math.min(young.filter(isReady).length, desired);
  const readyOld = old.filter(isReady).length;
  // Where there is no room for a new task, an old one goes before it; otherwise after.
  const floor = wanted > room ? least : Math.max(least, Math.min(desired, readyYoung + readyOld));
  const kept = stalled ? desired : wanted > room ? 0 : Math.max(desired - readyYoung, 0);
  const tooMany = Math.max(old.length - kept, 0);
  const spare = desired === 0 ? old.length : Math.max(readyYoung + readyOld - floor, 0);
  const failing = old.filter((task) => !isReady(task)).slice(0, tooMany);
  const surplus = old.filter(isReady).slice(0, Math.min(spare, tooMany - failing.length));
  stop(hands, [...failing, ...surplus]);
}

/** What is not healthy goes first, then the youngest. */
function worstFirst({ isReady }: View, tasks: readonly Task[]): Task[] {
  return tasks.toReversed().toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)));
}

function start({ where, service, schedule, watch }: Hands, deployment: Deployment | undefined, count: number): void {
  if (!deployment || count <= 0) return;
  const rollout = rolloutOf(schedule, deployment.id);
  if (nowOf(where) < rollout.notBefore) return;
  if (hasNowhere(where, deployment)) {
    // ECS goes on trying; it says so again every few minutes.
    rollout.notBefore = nowOf(where) + TRIED_AGAIN_MS;
    tell(where, service, NOWHERE);
    return;
  }
  const started = Array.from({ length: count }, () => startTask(where, { service, deployment, rollout, watch }));
  tell(where, service, `has started ${started.length} tasks: ${namesOf(started)}.`);
}

/** The clusters of the sandbox have no container instances: what is not for Fargate finds no place. */
function hasNowhere({ region }: Where, { launchType, capacityProviderStrategy = [] }: Deployment): boolean {
  return (
    launchType === 'EC2' &&
    capacityProviderStrategy.length === 0 &&
    region.ecs.clusters.every(({ registeredContainerInstancesCount: count = 0 }) => count === 0)
  );
}

function stop({ where, service, schedule, watch }: Hands, tasks: readonly Task[]): void {
  const primary = (service.deployments ?? []).find(({ status }) => status === 'PRIMARY');
  for (const task of tasks) {
    const targets = schedule.rollouts.get(task.startedBy ?? '')?.targets ?? [];
    const reason = `Scaling activity initiated by (deployment ${primary?.id ?? task.startedBy})`;
    stopTask(where, service, task, {
      stopCode: 'ServiceSchedulerInitiated',
      reason,
      targets,
      changed: () => watch.changed(),
    });
  }
}
