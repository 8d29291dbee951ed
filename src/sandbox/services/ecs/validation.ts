import type {
  DeploymentConfiguration,
  LaunchType,
  LoadBalancer,
  NetworkConfiguration,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { balancersOf } from '../../world/traffic/attachments.ts';
import { lastPart } from './lookup.ts';

export function invalid(message: string): SandboxError {
  return new SandboxError('InvalidParameterException', message);
}

/**
 * The active revision that is meant: an ARN, `family:revision`, or a family for its newest.
 * @throws SandboxError where there is none, or it was deregistered
 */
export function getUsableDefinition({ region }: SandboxContext, named: string): TaskDefinition {
  const [family = '', revision] = lastPart(named).split(':');
  const ofFamily = region.ecs.taskDefinitions.filter((one) => one.family === family);
  const found =
    revision === undefined
      ? ofFamily
          .filter(({ status }) => status === 'ACTIVE')
          .toSorted((a, b) => (b.revision ?? 0) - (a.revision ?? 0))[0]
      : ofFamily.find((one) => String(one.revision) === revision);
  if (!found) throw new SandboxError('ClientException', 'TaskDefinition not found.');
  if (found.status !== 'ACTIVE') throw new SandboxError('ClientException', 'TaskDefinition is inactive');
  return found;
}

export function requireLaunchType({ compatibilities = [] }: TaskDefinition, launchType: LaunchType | undefined): void {
  if (launchType !== 'FARGATE' || compatibilities.includes('FARGATE')) return;
  throw new SandboxError('ClientException', 'Task definition does not support launch_type FARGATE.');
}

export function requireNetwork(definition: TaskDefinition, network: NetworkConfiguration | undefined): void {
  const { subnets = [] } = network?.awsvpcConfiguration ?? {};
  if (definition.networkMode === 'awsvpc' && !network?.awsvpcConfiguration) {
    throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  if (network?.awsvpcConfiguration && subnets.length === 0) throw invalid('subnets can not be empty.');
  if (subnets.length > 16) throw invalid('subnets can have at most 16 items.');
}

/**
 * Every target group is one that a load balancer forwards to, and fits the containers.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
 */
export function requireTargets(
  context: SandboxContext,
  definition: TaskDefinition,
  loadBalancers: readonly LoadBalancer[],
): void {
  if (loadBalancers.length > 5) throw invalid('load balancers can have at most 5 items.');
  requireContainers(definition, loadBalancers);
  for (const { targetGroupArn, advancedConfiguration } of loadBalancers) {
    if (!targetGroupArn) throw invalid('targetGroupArn can not be empty.');
    requireGroup(context, definition, targetGroupArn);
    const alternate = advancedConfiguration?.alternateTargetGroupArn;
    if (alternate !== undefined) requireKnownGroup(context, alternate);
  }
}

/** What the load balancers send requests to is there. */
export function requireContainers(definition: TaskDefinition, loadBalancers: readonly LoadBalancer[]): void {
  for (const { containerName = '', containerPort } of loadBalancers) {
    requireContainer(definition, containerName, containerPort);
  }
}

function requireContainer({ containerDefinitions = [] }: TaskDefinition, name: string, port: number | undefined): void {
  const container = containerDefinitions.find((one) => one.name === name);
  if (!container) throw invalid(`The container ${name} does not exist in the task definition.`);
  if (!container.portMappings?.some(({ containerPort }) => containerPort === port)) {
    throw invalid(`The container ${name} did not have a container port ${port} defined.`);
  }
}

function requireGroup(context: SandboxContext, { networkMode }: TaskDefinition, arn: string): void {
  const group = requireKnownGroup(context, arn);
  if (networkMode === 'awsvpc' && group.TargetType === 'instance') {
    throw invalid(
      `The provided target group ${arn} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
    );
  }
  if (balancersOf(context.region.elbv2, arn).length === 0) {
    throw invalid(`The target group with targetGroupArn ${arn} does not have an associated load balancer.`);
  }
}

function requireKnownGroup({ region }: SandboxContext, arn: string) {
  const group = region.elbv2.targetGroups.find(({ TargetGroupArn }) => TargetGroupArn === arn);
  if (!group) throw invalid(`The specified target group ${arn} does not exist.`);
  return group;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
export function requireDeployable(
  { region }: SandboxContext,
  configuration: DeploymentConfiguration,
  { loadBalancers, controller }: { readonly loadBalancers: readonly LoadBalancer[]; readonly controller: string },
): void {
  const { minimumHealthyPercent = 100, maximumPercent = 200, strategy = 'ROLLING', alarms } = configuration;
  if (minimumHealthyPercent === 100 && maximumPercent === 100) {
    throw invalid('Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.');
  }
  if (minimumHealthyPercent > maximumPercent) {
    throw invalid('maximumPercent must be greater than or equal to minimumHealthyPercent.');
  }
  if (alarms?.enable && (alarms.alarmNames ?? []).length === 0) throw invalid('alarmNames can not be empty.');
  if (controller !== 'ECS' && configuration.deploymentCircuitBreaker?.enable) {
    throw invalid('Deployment circuit breaker feature is only supported with ECS deployment controller.');
  }
  requireBake(configuration);
  if (strategy === 'ROLLING') return;
  if (controller !== 'ECS')
    throw invalid(`The ${strategy} deployment strategy requires the ECS deployment controller.`);
  for (const { advancedConfiguration: advanced } of loadBalancers) {
    if (!advanced?.alternateTargetGroupArn || !advanced.productionListenerRule || !advanced.roleArn) {
      throw invalid(
        `advancedConfiguration with alternateTargetGroupArn, productionListenerRule and roleArn is required for the ${strategy} deployment strategy.`,
      );
    }
    for (const rule of [advanced.productionListenerRule, advanced.testListenerRule]) {
      if (rule === undefined || region.elbv2.rules.some(({ RuleArn }) => RuleArn === rule)) continue;
      throw invalid(`The listener rule ${rule} does not exist.`);
    }
  }
}

function requireBake({ bakeTimeInMinutes = 0, lifecycleHooks = [] }: DeploymentConfiguration): void {
  if (bakeTimeInMinutes < 0 || bakeTimeInMinutes > 1440) throw invalid('bakeTimeInMinutes must be between 0 and 1440.');
  for (const {
    targetType = 'AWS_LAMBDA',
    hookTargetArn,
    roleArn,
    lifecycleStages = [],
    timeoutConfiguration,
  } of lifecycleHooks) {
    if (lifecycleStages.length === 0) throw invalid('lifecycleStages can not be empty.');
    if (targetType === 'AWS_LAMBDA' && (!hookTargetArn || !roleArn)) {
      throw invalid('hookTargetArn and roleArn are required for a lifecycle hook of type AWS_LAMBDA.');
    }
    const { timeoutInMinutes: minutes = 1440 } = timeoutConfiguration ?? {};
    if (minutes < 1 || minutes > 20_160) throw invalid('timeoutInMinutes must be between 1 and 20160.');
  }
}
