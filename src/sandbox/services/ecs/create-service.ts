import type { CreateServiceRequest, CreateServiceResponse, Cluster, Service } from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { serviceArn } from '../../world/newcomer/ecs/arns.ts';
import { publishLoad } from '../../world/newcomer/ecs/metrics.ts';
import { getCluster } from './lookup.ts';
import { placeOf } from './records.ts';
import { reconcileSoon } from './reconcile.ts';
import { beginDeployment } from './rollout.ts';
import { shown } from './services.ts';
import { requireTags } from './tag-rules.ts';
import { shiftTraffic } from './traffic.ts';
import {
  getUsableDefinition,
  invalid,
  requireDeployable,
  requireLaunchType,
  requireNetwork,
  requireTargets,
} from './validation.ts';

/**
 * A name is taken by a service that is ACTIVE or still DRAINING; the client token that made it gets it again.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
export function createService(given: CreateServiceRequest, context: SandboxContext): CreateServiceResponse {
  // What a caller does to its own input later changes nothing here.
  const input = structuredClone(given);
  const cluster = getCluster(context, input.cluster);
  validate(input);
  const known = sameName(context, cluster, input.serviceName);
  if (known?.status === 'ACTIVE') {
    const token = context.region.ecs.clientTokens.get(known.serviceArn ?? '');
    if (token !== undefined && token === input.clientToken) return { service: shown(known, true) };
    throw invalid('Creation of service was not idempotent.');
  }
  if (known?.status === 'DRAINING') throw invalid('Unable to Start a service that is still Draining.');
  const service = newService(context, cluster, input);
  add(context, service, input.clientToken);
  publish(context, cluster, service);
  if (service.taskDefinition !== undefined) {
    beginDeployment(context, service);
    if (service.deploymentConfiguration?.strategy !== 'ROLLING') forwardToFirst(context, service);
    reconcileSoon(context, service);
  }
  return { service: shown(service, true) };
}

function validate({
  serviceName,
  desiredCount,
  schedulingStrategy,
  loadBalancers = [],
  ...rest
}: CreateServiceRequest) {
  if (!serviceName) throw invalid('Service name cannot be empty.');
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(serviceName)) {
    throw invalid('Service name can contain up to 255 letters, numbers, underscores, and hyphens.');
  }
  if (schedulingStrategy === 'DAEMON' && desiredCount !== undefined) {
    throw invalid(
      'The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again',
    );
  }
  if (schedulingStrategy !== 'DAEMON' && desiredCount === undefined) throw invalid('desiredCount can not be empty.');
  if ((desiredCount ?? 0) < 0) throw invalid('Task count can not be lesser than 0');
  if (rest.launchType && (rest.capacityProviderStrategy?.length ?? 0) > 0) {
    throw invalid(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  if (rest.healthCheckGracePeriodSeconds !== undefined && loadBalancers.length === 0) {
    throw invalid('Health check grace period is only valid for services configured to use load balancers');
  }
  requireTags(rest.tags ?? []);
}

function sameName({ region }: SandboxContext, { clusterArn }: Cluster, name: string | undefined): Service | undefined {
  return region.ecs.services.find((one) => one.clusterArn === clusterArn && one.serviceName === name);
}

function newService(context: SandboxContext, cluster: Cluster, input: CreateServiceRequest): Service {
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
  throw new SandboxError('InvalidParameterException', 'TaskDefinition can not be blank.');
}

/** In the place of a deleted one of the same name. */
function add({ region }: SandboxContext, service: Service, clientToken: string | undefined): void {
  const { services, schedules, clientTokens } = region.ecs;
  const arn = service.serviceArn ?? '';
  const gone = services.findIndex(({ serviceArn: known }) => known === arn);
  if (gone >= 0) services.splice(gone, 1);
  schedules.delete(arn);
  clientTokens.delete(arn);
  if (clientToken !== undefined) clientTokens.set(arn, clientToken);
  services.push(service);
}

/** As busy as such services are; Container Insights counts its tasks where the cluster has it. */
function publish(
  { region, now }: SandboxContext,
  { clusterName = '', settings = [] }: Cluster,
  service: Service,
): void {
  const { serviceName = '', serviceArn: arn = '' } = service;
  const counted = region.ecs.counted.get(arn) ?? [];
  if (region.ecs.counted.has(arn)) return;
  region.ecs.counted.set(arn, counted);
  const insights = settings.some(({ name, value }) => name === 'containerInsights' && value !== 'disabled');
  const tasks = (instant: number) => counted.findLast(({ from }) => from <= instant)?.value.desired ?? 0;
  publishLoad({ metrics: region.metrics, start: now }, clusterName, serviceName, {
    cpu: [18, 48],
    memory: [46, 54],
    tasks,
    insights,
    counted,
  });
}

/** All production traffic goes to the first target group of each pair; the other one waits in the rule. */
function forwardToFirst(context: SandboxContext, { loadBalancers = [] }: Service): void {
  const others = loadBalancers.map((one) => ({
    ...one,
    targetGroupArn: one.advancedConfiguration?.alternateTargetGroupArn,
  }));
  shiftTraffic(context, loadBalancers, others, 0);
}
