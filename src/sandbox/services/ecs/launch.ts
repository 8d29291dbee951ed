import type { Container, Deployment, Service, Task } from '@aws-sdk/client-ecs';
import type { Rollout } from '../../world/newcomer/ecs/schedule.ts';
import { behaviourOf } from '../../world/versions.ts';
import { definitionOf, newTask } from './new-task.ts';
import { tell, type Where } from './records.ts';
import { register } from './targets.ts';

/** What the scheduler wants to hear of a task. */
export interface TaskWatch {
  changed(): void;
  /** It ends without having been told to. */
  ended(task: Task, end: TaskEnd): void;
}

export interface TaskEnd {
  readonly stopCode: 'EssentialContainerExited' | 'TaskFailedToStart' | 'ServiceSchedulerInitiated' | 'UserInitiated';
  readonly reason: string;
  /** Of the container that ended by itself. */
  readonly exitCode?: number;
  readonly containerReason?: string;
}

/** How long ECS tries to pull an image. */
const PULL_FAILS_AFTER_MS = 60_000;
const ACTIVATING_MS = 2_000;

export interface Launch {
  readonly service: Service;
  readonly deployment: Deployment;
  readonly rollout: Rollout;
  readonly watch: TaskWatch;
}

/**
 * Starts one task and lets it come up as its version does, one timer a step. A version that gets no network interface
 * (`RESOURCE:ENI`) stays in PROVISIONING; one whose image cannot be pulled fails to start.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 */
export function startTask(where: Where, launch: Launch): Task {
  const { service, deployment, rollout, watch } = launch;
  const task = newTask(where, service, deployment);
  const { startMs, stuckPending, healthyAfterMs, crashes } = behaviourOf(where.region, task.taskDefinitionArn ?? '');
  where.region.ecs.tasks.push(task);
  if (stuckPending?.startsWith('RESOURCE:')) {
    tell(where, service, `was unable to place a task. Reason: ${stuckPending}.`);
    return task;
  }
  const then = stepsOf(where, task, watch);
  then(startMs / 3, () => become(task, 'PENDING'));
  if (stuckPending !== undefined) {
    const end = { stopCode: 'TaskFailedToStart', reason: stuckPending } as const;
    then(startMs / 3 + PULL_FAILS_AFTER_MS, () => watch.ended(task, end));
    return task;
  }
  then(Math.max(startMs - ACTIVATING_MS, startMs / 3), () => become(task, 'ACTIVATING'));
  then(startMs, () => {
    become(task, 'RUNNING');
    task.startedAt = where.region.ecs.clock.now();
    register(where, service, task, rollout.targets);
  });
  if (crashes) {
    const { exitCode, reason } = crashes;
    const end = {
      stopCode: 'EssentialContainerExited',
      reason: 'Essential container in task exited',
      exitCode,
    } as const;
    const ended = { ...end, ...(reason !== undefined && { containerReason: reason }) };
    then(startMs + crashes.afterMs, () => watch.ended(task, ended));
  }
  const check = checkOf(where, task);
  if (check && healthyAfterMs !== 'never') then(startMs + healthyAfterMs, () => judge(task, 'HEALTHY'));
  if (check && healthyAfterMs === 'never') {
    const { startPeriod = 0, interval = 30, retries = 3 } = check;
    then(startMs + (startPeriod + interval * retries) * 1000, () => {
      judge(task, 'UNHEALTHY');
      watch.ended(task, { stopCode: 'ServiceSchedulerInitiated', reason: 'Task failed container health checks' });
    });
  }
  return task;
}

/** The next steps of a task happen as long as nobody wants it stopped. */
function stepsOf({ region }: Where, task: Task, watch: TaskWatch) {
  return (afterMs: number, step: () => void): void => {
    region.ecs.clock.after(afterMs, () => {
      if (task.desiredStatus !== 'RUNNING') return;
      step();
      watch.changed();
    });
  };
}

export function become(task: Task, lastStatus: string, more: Partial<Container> = {}): void {
  task.lastStatus = lastStatus;
  task.version = (task.version ?? 0) + 1;
  const shown = lastStatus === 'PROVISIONING' || lastStatus === 'ACTIVATING' ? 'PENDING' : lastStatus;
  task.containers = (task.containers ?? []).map((one) => ({ ...one, lastStatus: shown, ...more }));
}

function judge(task: Task, healthStatus: 'HEALTHY' | 'UNHEALTHY'): void {
  task.healthStatus = healthStatus;
  task.containers = (task.containers ?? []).map((one) => ({ ...one, healthStatus }));
}

function checkOf(where: Where, task: Task) {
  const containers = definitionOf(where, task.taskDefinitionArn)?.containerDefinitions ?? [];
  return containers.find(({ healthCheck, essential }) => healthCheck && essential !== false)?.healthCheck;
}
