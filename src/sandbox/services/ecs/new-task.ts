import type { Container, ContainerDefinition, Deployment, Service, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import { hexOf } from '../../world/newcomer/cast.ts';
import { ecsArn } from '../../world/newcomer/ecs/arns.ts';
import { clusterNameOf, nextHex, nextUuid, nowOf, placeOf, tasksOf, type Where } from './records.ts';

/** A task that was just asked for. */
export function newTask(where: Where, service: Service, deployment: Deployment): Task {
  const place = placeOf(where);
  const id = nextHex(where, 'task');
  const count = where.region.ecs.made.count;
  const taskArn = ecsArn(place, 'task', clusterNameOf(service), id);
  const definition = definitionOf(where, deployment.taskDefinition);
  const zones = zonesOf(where, service);
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
    availabilityZone: zones[Math.floor(count / 2) % zones.length],
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

/** The zones of its subnets; where nobody knows them, those that its tasks are in already. */
function zonesOf(where: Where, service: Service): readonly string[] {
  const { name, ec2 } = where.region;
  const { subnets = [] } = service.networkConfiguration?.awsvpcConfiguration ?? {};
  const own = ec2.subnets.filter(({ SubnetId: id = '' }) => subnets.includes(id));
  const known = own.flatMap(({ AvailabilityZone: zone }) => zone ?? []);
  const standing = tasksOf(where, service).flatMap(({ availabilityZone: zone }) => zone ?? []);
  const zones = [...new Set(known.length > 0 ? known : standing)].toSorted();
  return zones.length > 0 ? zones : [`${name}a`, `${name}b`];
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

export function definitionOf({ region }: Where, arn: string | undefined): TaskDefinition | undefined {
  return region.ecs.taskDefinitions.find(({ taskDefinitionArn }) => taskDefinitionArn === arn);
}
