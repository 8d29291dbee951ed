import type { Deployment, DescribeTasksRequest, DescribeTasksResponse, Service, Task } from '@aws-sdk/client-ecs';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ecsArn } from '../world/newcomer/ecs/arns.ts';
import { hexOf, uuidOf } from '../world/newcomer/cast.ts';
import { zonesOf } from '../world/traffic/attachments.ts';
import { adopt, type Ground, lastPart } from './ground.ts';
import { answersTo } from './recording.ts';
import { targetsRead } from './target-health.ts';

const DAY_MS = 86_400_000;

/** A place in which a task can be found: a target that is registered, or an address that nobody looks at. */
interface Seat {
  readonly address: string;
  readonly zone: string;
}

/** The tasks that were described, and as many more as the service's deployments say that they run. */
export function adoptTasks(ground: Ground, service: Service): void {
  const { tasks } = ground.region.ecs;
  const described = answersTo<DescribeTasksRequest, DescribeTasksResponse>(ground.recordings, 'ecs', 'DescribeTasks')
    .flatMap(({ answer }) => answer.tasks ?? [])
    .filter((task) => task.group === `service:${service.serviceName}` && task.clusterArn === service.clusterArn);
  for (const task of described) adopt(tasks, task, ({ taskArn }) => taskArn);
  const taken = new Set(described.map((task) => addressOf(task)));
  const seats = seatsOf(ground, service).filter(({ address }) => !taken.has(address));
  if (service.status !== 'ACTIVE') return;
  if (sharesAddresses(service)) {
    ground.assume(`The tasks of ${service.serviceName} run on instances: here each has an address of its own.`);
  }
  for (const deployment of service.deployments ?? []) {
    const known = described.filter(
      ({ startedBy, lastStatus }) => startedBy === deployment.id && lastStatus === 'RUNNING',
    );
    for (let index = known.length; index < (deployment.runningCount ?? 0); index += 1) {
      tasks.push(runningTask(ground, { service, deployment, index, seat: seats.shift() }));
    }
  }
}

export function addressOf({ attachments = [] }: Task): string | undefined {
  return attachments.flatMap(({ details = [] }) => details).find(({ name }) => name === 'privateIPv4Address')?.value;
}

/** Where the service's target group says that its tasks are, the healthy ones first. */
function seatsOf({ recordings, region }: Ground, service: Service): Seat[] {
  const [{ targetGroupArn, containerPort } = {}] = service.loadBalancers ?? [];
  if (targetGroupArn === undefined) return [];
  const [somewhere] = zonesOf(region.elbv2, targetGroupArn);
  return (targetsRead(recordings, targetGroupArn) ?? [])
    .map((described) => targetOfTask(described, sharesAddresses(service) ? containerPort : undefined))
    .filter(({ Target, TargetHealth }) => Target?.Port === containerPort && TargetHealth?.State !== 'draining')
    .toSorted((a, b) => Number(b.TargetHealth?.State === 'healthy') - Number(a.TargetHealth?.State === 'healthy'))
    .flatMap(({ Target: { Id, AvailabilityZone } = {} }) =>
      Id === undefined ? [] : { address: Id, zone: AvailabilityZone ?? somewhere ?? `${region.name}a` },
    );
}

/** Whether its tasks have the addresses of the instances that they run on, and ports that change. */
export function sharesAddresses({ networkConfiguration, loadBalancers = [] }: Service): boolean {
  return loadBalancers.length > 0 && !networkConfiguration?.awsvpcConfiguration;
}

/** In the sandbox each task has an address of its own: that of its instance and its port there stand for it. */
export function targetOfTask(described: TargetHealthDescription, port: number | undefined): TargetHealthDescription {
  const { Target: target } = described;
  if (port === undefined || !target) return described;
  return { ...described, Target: { ...target, Id: `${target.Port}@${target.Id}`, Port: port } };
}

interface TaskPlan {
  readonly service: Service;
  readonly deployment: Deployment;
  readonly index: number;
  readonly seat: Seat | undefined;
}

function runningTask({ region, now }: Ground, { service, deployment, index, seat }: TaskPlan): Task {
  const place = { accountId: region.accountId, region: region.name };
  const words = ['adopted-task', service.serviceArn ?? '', deployment.id ?? '', String(index)];
  const taskArn = ecsArn(place, 'task', lastPart(service.clusterArn ?? ''), hexOf(place, 32, ...words));
  const { address, zone } = seat ?? {
    address: `10.255.${region.ecs.tasks.length % 250}.${4 + index}`,
    zone: `${region.name}${index % 2 === 0 ? 'a' : 'b'}`,
  };
  const definition = region.ecs.taskDefinitions.find((one) => one.taskDefinitionArn === deployment.taskDefinition);
  const containers = definition?.containerDefinitions ?? [];
  const isChecked = containers.some(({ healthCheck, essential }) => healthCheck && essential !== false);
  const healthStatus = isChecked ? 'HEALTHY' : 'UNKNOWN';
  const startedAt = deployment.updatedAt ?? deployment.createdAt ?? new Date(now.getTime() - DAY_MS);
  return {
    attachments: [
      {
        id: uuidOf(place, ...words),
        type: 'ElasticNetworkInterface',
        status: 'ATTACHED',
        details: [{ name: 'privateIPv4Address', value: address }],
      },
    ],
    availabilityZone: zone,
    clusterArn: service.clusterArn,
    connectivity: 'CONNECTED',
    containers: containers.map(({ name, image }) => ({ taskArn, name, image, lastStatus: 'RUNNING', healthStatus })),
    cpu: definition?.cpu,
    memory: definition?.memory,
    createdAt: startedAt,
    desiredStatus: 'RUNNING',
    group: `service:${service.serviceName}`,
    healthStatus,
    lastStatus: 'RUNNING',
    launchType: deployment.launchType ?? 'FARGATE',
    startedAt,
    startedBy: deployment.id,
    tags: [],
    taskArn,
    taskDefinitionArn: deployment.taskDefinition,
    version: 4,
  };
}
