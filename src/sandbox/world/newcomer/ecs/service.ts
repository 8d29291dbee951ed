import type { Deployment, LoadBalancer, NetworkConfiguration, Service, ServiceEvent, Tag } from '@aws-sdk/client-ecs';
import { ec2Id, hexOf, type Place } from '../cast.ts';
import { DAY_MS, HOUR_MS } from '../seed.ts';
import { clusterArn, deploymentId, serviceArn, taskDefinitionArn } from './arns.ts';

export interface ServicePlan {
  readonly cluster: string;
  readonly name: string;
  readonly environment: string;
  readonly revision: number;
  readonly desired: number;
  /** When the revision was deployed. */
  readonly deployedAt: Date;
  /** The present: events come up to here. */
  readonly now: Date;
  readonly targetGroups?: readonly string[];
}

export const CONTAINER_PORT = 8080;

/** A Fargate service in order: it runs what it wants, and its last deployment completed. */
export function ecsService(place: Place, plan: ServicePlan): Service {
  const { cluster, name, environment, revision, desired } = plan;
  const targetGroups = plan.targetGroups ?? [];
  return {
    serviceArn: serviceArn(place, cluster, name),
    serviceName: name,
    clusterArn: clusterArn(place, cluster),
    loadBalancers: targetGroups.map((arn) => attachedTo(arn, name)),
    serviceRegistries: [],
    status: 'ACTIVE',
    desiredCount: desired,
    runningCount: desired,
    pendingCount: 0,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    platformFamily: 'Linux',
    taskDefinition: taskDefinitionArn(place, name, revision),
    deploymentConfiguration: {
      deploymentCircuitBreaker: { enable: true, rollback: true },
      maximumPercent: 200,
      minimumHealthyPercent: 100,
      strategy: 'ROLLING',
      bakeTimeInMinutes: 0,
    },
    deployments: [completedDeployment(place, plan)],
    roleArn: `arn:aws:iam::${place.accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: steadyEvents(place, plan),
    createdAt: new Date(plan.deployedAt.getTime() - 200 * DAY_MS),
    placementConstraints: [],
    placementStrategy: [],
    networkConfiguration: networkOf(place, environment),
    ...(targetGroups.length > 0 && { healthCheckGracePeriodSeconds: 60 }),
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    createdBy: `arn:aws:iam::${place.accountId}:role/deployer`,
    enableECSManagedTags: true,
    propagateTags: 'SERVICE',
    enableExecuteCommand: false,
    availabilityZoneRebalancing: 'ENABLED',
    tags: serviceTags(environment),
  };
}

function attachedTo(targetGroupArn: string, container: string): LoadBalancer {
  return { targetGroupArn, containerName: container, containerPort: CONTAINER_PORT };
}

function completedDeployment(place: Place, plan: ServicePlan): Deployment {
  const { cluster, name, revision, desired, deployedAt } = plan;
  const id = deploymentId(place, cluster, name, revision);
  return {
    id,
    status: 'PRIMARY',
    taskDefinition: taskDefinitionArn(place, name, revision),
    desiredCount: desired,
    pendingCount: 0,
    runningCount: desired,
    failedTasks: 0,
    createdAt: deployedAt,
    updatedAt: new Date(deployedAt.getTime() + 4 * 60_000),
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    networkConfiguration: networkOf(place, plan.environment),
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${id} completed.`,
  };
}

/** ECS says every six hours that a service is steady, and nothing else of a quiet one. */
function steadyEvents(place: Place, { cluster, name, now, deployedAt }: ServicePlan): ServiceEvent[] {
  const newest = now.getTime() - 40 * 60_000 - (name.length % 7) * 11 * 60_000;
  const oldest = Math.max(deployedAt.getTime(), now.getTime() - 20 * DAY_MS);
  const events: ServiceEvent[] = [];
  for (let at = newest; at > oldest && events.length < 100; at -= 6 * HOUR_MS) {
    events.push(serviceEvent(place, cluster, name, [new Date(at), 'has reached a steady state.']));
  }
  return events;
}

/** `(service web) ` in front of what happened, as ECS writes it. */
export function serviceEvent(
  place: Place,
  cluster: string,
  service: string,
  [createdAt, what]: readonly [Date, string],
): ServiceEvent {
  const hex = hexOf(place, 32, 'event', cluster, service, what, createdAt.toISOString());
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { id, createdAt, message: `(service ${service}) ${what}` };
}

function networkOf(place: Place, environment: string): NetworkConfiguration {
  return {
    awsvpcConfiguration: {
      subnets: ['private-a', 'private-b'].map((kind) => ec2Id(place, 'subnet', `${environment}-${kind}`)),
      securityGroups: [ec2Id(place, 'sg', `${environment}-app`)],
      assignPublicIp: 'DISABLED',
    },
  };
}

function serviceTags(environment: string): Tag[] {
  return [
    { key: 'Environment', value: environment },
    { key: 'ManagedBy', value: 'terraform' },
  ];
}
