import type {
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { taskDefinitionArn } from '../../world/newcomer/ecs/arns.ts';
import { lastPart } from './lookup.ts';
import { placeOf } from './records.ts';
import { requireTags } from './tag-rules.ts';
import { invalid } from './validation.ts';

/**
 * The next revision of its family: numbers of deregistered ones are not given again.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export function registerTaskDefinition(
  input: RegisterTaskDefinitionRequest,
  context: SandboxContext,
): RegisterTaskDefinitionResponse {
  const { tags, ...given } = input;
  validate(input);
  const { ecs } = context.region;
  const { family = '' } = given;
  const revisions = ecs.taskDefinitions.filter((one) => one.family === family).map(({ revision = 0 }) => revision);
  const revision = Math.max(0, ...revisions) + 1;
  const place = placeOf(context);
  const arn = taskDefinitionArn(place, family, revision);
  const fargate = isFargate(input);
  const definition: TaskDefinition = {
    ...structuredClone(given),
    taskDefinitionArn: arn,
    containerDefinitions: (given.containerDefinitions ?? []).map((one) => ({
      cpu: 0,
      essential: true,
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      ...structuredClone(one),
      portMappings: (one.portMappings ?? []).map((port) => ({
        hostPort: given.networkMode === 'awsvpc' ? port.containerPort : 0,
        protocol: 'tcp' as const,
        ...port,
      })),
    })),
    revision,
    volumes: given.volumes ?? [],
    status: 'ACTIVE',
    placementConstraints: given.placementConstraints ?? [],
    compatibilities: fargate || given.networkMode === 'awsvpc' ? ['EC2', 'FARGATE'] : ['EC2'],
    registeredAt: context.now,
    registeredBy: `arn:aws:iam::${place.accountId}:role/deployer`,
  };
  ecs.taskDefinitions.push(definition);
  if (tags) ecs.tags.set(arn, [...tags]);
  return { taskDefinition: { ...definition }, tags: tags ?? [] };
}

/**
 * What runs on it goes on; nothing new starts on it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html
 */
export function deregisterTaskDefinition(
  { taskDefinition: named }: DeregisterTaskDefinitionRequest,
  { region, now }: SandboxContext,
): DeregisterTaskDefinitionResponse {
  if (!named) throw invalid('Task definition cannot be empty.');
  const [family = '', revision] = lastPart(named).split(':');
  if (revision === undefined) throw new SandboxError('ClientException', 'Revision is missing.');
  const { taskDefinitions } = region.ecs;
  const at = taskDefinitions.findIndex((one) => one.family === family && String(one.revision) === revision);
  const found = taskDefinitions[at];
  if (!found) throw new SandboxError('ClientException', 'The specified task definition does not exist.');
  if (found.status !== 'ACTIVE') {
    throw new SandboxError('ClientException', 'The specified task definition is inactive.');
  }
  const inactive: TaskDefinition = { ...found, status: 'INACTIVE', deregisteredAt: now };
  taskDefinitions[at] = inactive;
  return { taskDefinition: { ...inactive } };
}

function isFargate({ requiresCompatibilities }: RegisterTaskDefinitionRequest): boolean {
  return requiresCompatibilities?.includes('FARGATE') ?? false;
}

function validate(input: RegisterTaskDefinitionRequest): void {
  const { family, containerDefinitions = [], networkMode, cpu, memory, tags = [] } = input;
  if (!family) throw client('Family should not be null or empty.');
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) {
    throw client('Family contains invalid characters: letters, numbers, hyphens and underscores are allowed.');
  }
  if (containerDefinitions.length === 0) throw client('Container list cannot be empty.');
  for (const { name, image } of containerDefinitions) {
    if (!name) throw client('Container.name should not be null or empty.');
    if (!image) throw client('Container.image should not be null or empty.');
  }
  if (new Set(containerDefinitions.map(({ name }) => name)).size < containerDefinitions.length) {
    throw client('Container names must be unique within a task definition.');
  }
  if (!containerDefinitions.some(({ essential = true }) => essential)) {
    throw client('All containers cannot be non-essential.');
  }
  requireTags(tags);
  if (!isFargate(input)) return;
  if (networkMode !== 'awsvpc') throw client("Fargate only supports network mode 'awsvpc'.");
  if (!cpu) throw client("Fargate requires that 'cpu' be defined at the task level.");
  if (!memory) throw client("Fargate requires that 'memory' be defined at the task level.");
  const sizes = FARGATE_MEMORY[cpu];
  if (!sizes || Number(memory) < sizes[0] || Number(memory) > sizes[1]) {
    throw client(
      `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`,
    );
  }
}

/** By CPU units: the least and the most memory in MiB. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
const FARGATE_MEMORY: Readonly<Record<string, readonly [least: number, most: number]>> = {
  '256': [512, 2048],
  '512': [1024, 4096],
  '1024': [2048, 8192],
  '2048': [4096, 16_384],
  '4096': [8192, 30_720],
  '8192': [16_384, 61_440],
  '16384': [32_768, 122_880],
};

function client(message: string): SandboxError {
  return new SandboxError('ClientException', message);
}
