import type { Container, Service, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import { hexOf, type Place, taskAddress, uuidOf } from '../cast.ts';
import { ecsArn, taskDefinitionArn, taskId } from './arns.ts';
import { CONTAINER_PORT } from './service.ts';

export interface TaskSize {
  readonly cpu: string;
  readonly memory: string;
}

/** What ECS concludes from the definition: a network interface of its own, a role, and logs. */
const REQUIRES = [
  'com.amazonaws.ecs.capability.docker-remote-api.1.19',
  'com.amazonaws.ecs.capability.ecr-auth',
  'com.amazonaws.ecs.capability.logging-driver.awslogs',
  'com.amazonaws.ecs.capability.task-iam-role',
  'ecs.capability.execution-role-awslogs',
  'ecs.capability.execution-role-ecr-pull',
  'ecs.capability.task-eni',
];

/** A Fargate task definition of one container that is called like its family. */
export function taskDefinition(
  { accountId, region }: Place,
  family: string,
  revision: number,
  { registeredAt, cpu, memory }: TaskSize & { readonly registeredAt: Date },
): TaskDefinition {
  return {
    taskDefinitionArn: taskDefinitionArn({ accountId, region }, family, revision),
    containerDefinitions: [
      {
        name: family,
        image: imageOf({ accountId, region }, family, revision),
        cpu: 0,
        essential: true,
        portMappings: [{ containerPort: CONTAINER_PORT, hostPort: CONTAINER_PORT, protocol: 'tcp' }],
        environment: [{ name: 'VERSION', value: `1.${revision}.0` }],
        mountPoints: [],
        volumesFrom: [],
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': `/ecs/production/${family}`,
            'awslogs-region': region,
            'awslogs-stream-prefix': 'ecs',
          },
        },
      },
    ],
    family,
    taskRoleArn: `arn:aws:iam::${accountId}:role/${family}-task`,
    executionRoleArn: `arn:aws:iam::${accountId}:role/ecs-task-execution`,
    networkMode: 'awsvpc',
    revision,
    volumes: [],
    status: 'ACTIVE',
    requiresAttributes: REQUIRES.map((name) => ({ name })),
    placementConstraints: [],
    compatibilities: ['EC2', 'FARGATE'],
    runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
    requiresCompatibilities: ['FARGATE'],
    cpu,
    memory,
    registeredAt,
    registeredBy: `arn:aws:iam::${accountId}:role/deployer`,
  };
}

/** A revision that was deregistered: what runs on it goes on, nothing new can start on it. */
export function deregistered(definition: TaskDefinition, deregisteredAt: Date): TaskDefinition {
  return { ...definition, status: 'INACTIVE', deregisteredAt };
}

export interface TaskPlan extends TaskSize {
  readonly service: Service;
  readonly revision: number;
  readonly index: number;
  readonly deployment: string;
  readonly startedAt: Date;
}

export function runningTask(place: Place, plan: TaskPlan): Task {
  const { service, revision, index, deployment, startedAt } = plan;
  const name = service.serviceName ?? '';
  const cluster = (service.clusterArn ?? '').split('/')[1] ?? '';
  const id = taskId(place, `${cluster}/${name}`, index, revision);
  const taskArn = ecsArn(place, 'task', cluster, id);
  return {
    attachments: [
      {
        id: uuidOf(place, 'attachment', id),
        type: 'ElasticNetworkInterface',
        status: 'ATTACHED',
        details: [{ name: 'privateIPv4Address', value: taskAddress(place, `${cluster}/${name}`, index) }],
      },
    ],
    availabilityZone: `${place.region}${index % 2 === 0 ? 'a' : 'b'}`,
    clusterArn: service.clusterArn,
    connectivity: 'CONNECTED',
    connectivityAt: new Date(startedAt.getTime() - 20_000),
    containers: [container(place, { id, taskArn, name, revision }, { lastStatus: 'RUNNING', healthStatus: 'HEALTHY' })],
    cpu: plan.cpu,
    memory: plan.memory,
    createdAt: new Date(startedAt.getTime() - 40_000),
    desiredStatus: 'RUNNING',
    enableExecuteCommand: false,
    group: `service:${name}`,
    healthStatus: 'HEALTHY',
    lastStatus: 'RUNNING',
    launchType: 'FARGATE',
    overrides: { containerOverrides: [{ name }] },
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    pullStartedAt: new Date(startedAt.getTime() - 15_000),
    pullStoppedAt: new Date(startedAt.getTime() - 4_000),
    startedAt,
    startedBy: deployment,
    tags: [],
    taskArn,
    taskDefinitionArn: taskDefinitionArn(place, name, revision),
    version: 4,
  };
}

export interface Stop {
  readonly stoppedAt: Date;
  readonly stopCode: 'EssentialContainerExited' | 'ServiceSchedulerInitiated' | 'TaskFailedToStart';
  readonly stoppedReason: string;
  readonly exitCode?: number;
}

/** ECS remembers a stopped task for an hour at least. */
export function stopped(task: Task, { stoppedAt, stopCode, stoppedReason, exitCode }: Stop): Task {
  return {
    ...task,
    desiredStatus: 'STOPPED',
    lastStatus: 'STOPPED',
    healthStatus: 'UNHEALTHY',
    stopCode,
    stoppedReason,
    stoppingAt: new Date(stoppedAt.getTime() - 30_000),
    executionStoppedAt: new Date(stoppedAt.getTime() - 10_000),
    stoppedAt,
    containers: (task.containers ?? []).map((one) => ({
      ...one,
      lastStatus: 'STOPPED',
      healthStatus: 'UNHEALTHY',
      ...(exitCode !== undefined && { exitCode }),
    })),
  };
}

function imageOf({ accountId, region }: Place, family: string, revision: number): string {
  return `${accountId}.dkr.ecr.${region}.amazonaws.com/${family}:1.${revision}.0`;
}

interface Names {
  readonly id: string;
  readonly taskArn: string;
  readonly name: string;
  readonly revision: number;
}

function container(place: Place, { id, taskArn, name, revision }: Names, state: Partial<Container>): Container {
  return {
    containerArn: `${taskArn.replace(':task/', ':container/')}/${hexOf(place, 32, 'container', id)}`,
    taskArn,
    name,
    image: imageOf(place, name, revision),
    imageDigest: `sha256:${hexOf(place, 64, 'digest', name, String(revision))}`,
    runtimeId: `${id}-${hexOf(place, 10, 'runtime', id)}`,
    networkBindings: [],
    networkInterfaces: [],
    cpu: '0',
    ...state,
  };
}
