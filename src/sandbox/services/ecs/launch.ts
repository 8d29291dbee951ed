import type { Container, ContainerDefinition, Deployment, Service, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import { hexOf } from '../../world/newcomer/cast.ts';
import { ecsArn } from '../../world/newcomer/ecs/arns.ts';
import type { Rollout } from '../../world/newcomer/ecs/schedule.ts';
import { behaviourOf } from '../../world/versions.ts';
import { clusterNameOf, nextHex, nextUuid, nowOf, placeOf, tell, type Where } from './records.ts';
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
  const { service, rollout, watch } = launch;
  const task = newTask(where, launch);
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

export function definitionOf({ region }: Where, arn: string | undefined): TaskDefinition | undefined {
  return region.ecs.taskDefinitions.find(({ taskDefinitionArn }) => taskDefinitionArn === arn);
}

function newTask(where: Where, { service, deployment }: Launch): Task {
  const place = placeOf(where);
  const id = nextHex(where, 'task');
  const count = where.region.ecs.made.count;
  const taskArn = ecsArn(place, 'task', clusterNameOf(service), id);
  const definition = definitionOf(where, deployment.taskDefinition);
  return {
    attachments: [
      {
        id: nextUuid(where, 'attachment'),
        type: 'ElasticNetworkInterface',
        status: 'ATTACHED',
        details: [
          { name: 'privateIPv4Address', value: `10.0.${32 + (Math.floor(count / 250) % 90)}.${4 + (count % 250)}` },
        ],
      },
    ],
    availabilityZone: `${place.region}${count % 4 < 2 ? 'a' : 'b'}`,
    clusterArn: service.clusterArn,
    connectivity: 'CONNECTED',
    containers: (definition?.containerDefinitions ?? []).map((one) => containerOf(where, taskArn, one)),
    cpu: definition?.cpu,
    memory: definition?.memory,
    createdAt: new Date(nowOf(where)),
    desiredStatus: 'RUNNING',
    enableExecuteCommand: service.enableExecuteCommand ?? false,
    group: `service:${service.serviceName}`,
    healthStatus: 'UNKNOWN',
    lastStatus: 'PROVISIONING',
    launchType: deployment.launchType ?? 'FARGATE',
    overrides: { containerOverrides: (definition?.containerDefinitions ?? []).map(({ name }) => ({ name })) },
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    startedBy: deployment.id,
    tags: service.propagateTags === 'SERVICE' ? (service.tags ?? []) : [],
    taskArn,
    taskDefinitionArn: deployment.taskDefinition,
    version: 1,
  };
}

function containerOf(where: Where, taskArn: string, { name = '', image = '' }: ContainerDefinition): Container {
  const place = placeOf(where);
  return {
    containerArn: `${taskArn.replace(':task/', ':container/')}/${hexOf(place, 32, 'container', taskArn, name)}`,
    taskArn,
    name,
    image,
    imageDigest: `sha256:${hexOf(place, 64, 'digest', image)}`,
    lastStatus: 'PENDING',
    networkBindings: [],
    networkInterfaces: [],
    healthStatus: 'UNKNOWN',
    cpu: '0',
  };
}
