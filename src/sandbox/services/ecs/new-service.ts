import type { Cluster, CreateServiceRequest, Service } from '@aws-sdk/client-ecs';
import type { SandboxContext } from '../../handlers.ts';
import { serviceArn } from '../../world/newcomer/ecs/arns.ts';
import { placeOf } from './records.ts';
import {
  getUsableDefinition,
  invalid,
  requireDeployable,
  requireLaunchType,
  requireNetwork,
  requireTargets,
} from './validation.ts';

/** @throws SandboxError as AWS refuses what does not fit together */
export function newService(context: SandboxContext, cluster: Cluster, input: CreateServiceRequest): Service {
  const { serviceName = '', loadBalancers = [], networkConfiguration } = input;
  const controller = input.deploymentController?.type ?? 'ECS';
  const definition = definitionFor(context, input, controller);
  if (definition) {
    requireLaunchType(definition, input.launchType);
    requireNetwork(definition, networkConfiguration);
    requireTargets(context, definition, loadBalancers);
  }
  const deploymentConfiguration = {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    strategy: 'ROLLING' as const,
    bakeTimeInMinutes: 0,
    ...input.deploymentConfiguration,
  };
  requireDeployable(context, deploymentConfiguration, { loadBalancers, controller });
  const place = placeOf(context);
  return {
    serviceArn: serviceArn(place, cluster.clusterName ?? '', serviceName),
    serviceName,
    clusterArn: cluster.clusterArn,
    loadBalancers,
    serviceRegistries: input.serviceRegistries ?? [],
    status: 'ACTIVE',
    desiredCount: input.desiredCount ?? 0,
    runningCount: 0,
    pendingCount: 0,
    ...capacityOf(cluster, input),
    ...(input.launchType === 'FARGATE' && { platformVersion: 'LATEST', platformFamily: 'Linux' }),
    ...(input.platformVersion !== undefined && { platformVersion: input.platformVersion }),
    ...(definition && { taskDefinition: definition.taskDefinitionArn }),
    deploymentConfiguration,
    deployments: [],
    roleArn: `arn:aws:iam::${place.accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: [],
    createdAt: context.now,
    placementConstraints: input.placementConstraints ?? [],
    placementStrategy: input.placementStrategy ?? [],
    ...(networkConfiguration && { networkConfiguration }),
    ...(input.healthCheckGracePeriodSeconds !== undefined && {
      healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds,
    }),
    schedulingStrategy: input.schedulingStrategy ?? 'REPLICA',
    deploymentController: { type: controller },
    createdBy: `arn:aws:iam::${place.accountId}:role/deployer`,
    enableECSManagedTags: input.enableECSManagedTags ?? false,
    propagateTags: input.propagateTags ?? 'NONE',
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    availabilityZoneRebalancing: input.availabilityZoneRebalancing ?? 'ENABLED',
    tags: input.tags ?? [],
  };
}

/** Who says neither how nor where gets what the cluster has for such, and otherwise container instances. */
function capacityOf({ defaultCapacityProviderStrategy = [] }: Cluster, input: CreateServiceRequest): Partial<Service> {
  const { capacityProviderStrategy: own = [], launchType } = input;
  const strategy = own.length > 0 || launchType !== undefined ? own : defaultCapacityProviderStrategy;
  return strategy.length > 0 ? { capacityProviderStrategy: strategy } : { launchType: launchType ?? 'EC2' };
}

/** Only a service that somebody else deploys begins without a task definition. */
function definitionFor(context: SandboxContext, { taskDefinition }: CreateServiceRequest, controller: string) {
  if (taskDefinition) return getUsableDefinition(context, taskDefinition);
  if (controller === 'EXTERNAL') return undefined;
  throw invalid('TaskDefinition can not be blank.');
}
