import type { LoadBalancer, Service, Task } from '@aws-sdk/client-ecs';
import { become, type TaskEnd } from './launch.ts';
import { namesOf, nowOf, tell, type Where } from './records.ts';
import { deregister } from './targets.ts';

/** From SIGTERM to the end of the containers, and of the task. */
const CONTAINERS_END_MS = 20_000;
const TASK_ENDS_MS = 30_000;
/** ECS shows a stopped task for an hour at least; ours are kept a little longer than that. */
const KEPT_MS = 3 * 3_600_000;

export interface Stop extends TaskEnd {
  readonly targets: readonly LoadBalancer[];
  readonly changed: () => void;
}

/**
 * Ends one task: out of its target groups, its connections drained for the group's deregistration delay, then SIGTERM.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 */
export function stopTask(where: Where, service: Service, task: Task, stop: Stop): void {
  if (task.desiredStatus === 'STOPPED') return;
  const { clock } = where.region.ecs;
  const exited = stop.stopCode === 'EssentialContainerExited' || stop.stopCode === 'TaskFailedToStart';
  const drainMs = deregister(where, service, task, stop.targets);
  if (drainMs > 0) tell(where, service, 'has begun draining connections on 1 tasks.');
  task.desiredStatus = 'STOPPED';
  task.stopCode = stop.stopCode;
  task.stoppedReason = stop.reason;
  become(task, exited ? 'DEPROVISIONING' : 'DEACTIVATING', endOf(stop));
  if (exited) task.executionStoppedAt = clock.now();
  const waitMs = exited ? 0 : drainMs;
  clock.after(waitMs, () => {
    if (!exited) become(task, 'STOPPING');
    task.stoppingAt = clock.now();
    stop.changed();
  });
  clock.after(waitMs + CONTAINERS_END_MS, () => {
    become(task, 'DEPROVISIONING', exited || !task.startedAt ? {} : { exitCode: 0 });
    task.executionStoppedAt ??= clock.now();
  });
  clock.after(waitMs + TASK_ENDS_MS, () => {
    become(task, 'STOPPED');
    task.stoppedAt = clock.now();
    task.connectivity = 'DISCONNECTED';
    tell(where, service, `has stopped 1 running tasks: ${namesOf([task])}.`);
    stop.changed();
  });
}

/** Lets go of tasks that stopped long ago. */
export function forgetStopped(where: Where): void {
  const { tasks } = where.region.ecs;
  const oldest = nowOf(where) - KEPT_MS;
  const kept = tasks.filter(({ stoppedAt }) => stoppedAt === undefined || stoppedAt.getTime() > oldest);
  if (kept.length < tasks.length) tasks.splice(0, tasks.length, ...kept);
}

function endOf({ exitCode, containerReason }: TaskEnd) {
  return {
    ...(exitCode !== undefined && { exitCode }),
    ...(containerReason !== undefined && { reason: containerReason }),
  };
}
