import type { Service } from '../../../aws/ecs.ts';
import { EXECUTION_TAG } from '../../../aws/mutations.ts';
import { Refused } from '../../../model/errors.ts';
import type { WholeTargetGroup } from '../../look/target-group.ts';

/** What CreateTargetGroup takes of what DescribeTargetGroups answers. */
export function settingsOf(group: WholeTargetGroup) {
  return {
    Protocol: group.Protocol,
    ProtocolVersion: group.ProtocolVersion,
    Port: group.Port,
    VpcId: group.VpcId,
    HealthCheckProtocol: group.HealthCheckProtocol,
    HealthCheckPort: group.HealthCheckPort,
    HealthCheckEnabled: group.HealthCheckEnabled,
    HealthCheckPath: group.HealthCheckPath,
    HealthCheckIntervalSeconds: group.HealthCheckIntervalSeconds,
    HealthCheckTimeoutSeconds: group.HealthCheckTimeoutSeconds,
    HealthyThresholdCount: group.HealthyThresholdCount,
    UnhealthyThresholdCount: group.UnhealthyThresholdCount,
    Matcher: group.Matcher,
    TargetType: group.TargetType,
    IpAddressType: group.IpAddressType,
  };
}

/** What CreateService takes of what DescribeServices answers, but for its name, its version, its size and its targets. */
export function settingsOfService(service: Service) {
  const {
    capacityProviderStrategy: strategy = [],
    deploymentConfiguration: deployment = {},
    deployments = [],
  } = service;
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  return {
    ...(strategy.length > 0 ? { capacityProviderStrategy: strategy } : { launchType: service.launchType }),
    platformVersion: service.platformVersion,
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: service.deploymentController,
    deploymentConfiguration: {
      deploymentCircuitBreaker: deployment.deploymentCircuitBreaker,
      alarms: deployment.alarms,
      maximumPercent: deployment.maximumPercent,
      minimumHealthyPercent: deployment.minimumHealthyPercent,
    },
    networkConfiguration: service.networkConfiguration,
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    availabilityZoneRebalancing: service.availabilityZoneRebalancing,
    enableECSManagedTags: service.enableECSManagedTags,
    enableExecuteCommand: service.enableExecuteCommand,
    propagateTags: service.propagateTags,
    ...(service.placementConstraints?.length && { placementConstraints: service.placementConstraints }),
    ...(service.placementStrategy?.length && { placementStrategy: service.placementStrategy }),
    ...(service.serviceRegistries?.length && { serviceRegistries: service.serviceRegistries }),
    ...(primary?.serviceConnectConfiguration && { serviceConnectConfiguration: primary.serviceConnectConfiguration }),
    ...(primary?.volumeConfigurations?.length && { volumeConfigurations: primary.volumeConfigurations }),
    tags: (service.tags ?? []).filter(({ key = '' }) => !key.startsWith('aws:') && key !== EXECUTION_TAG),
  };
}

/**
 * A name that a service is known by in Service Connect is its own in the namespace, so that AWS makes no second service of
 * the same settings.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectServiceResource.html
 * @throws Refused for a service that offers itself so; one that only calls others by it can be had twice
 */
export function refuseOffered({ serviceName, deployments = [] }: Service): void {
  const { enabled = false, services = [] } =
    deployments.find(({ status }) => status === 'PRIMARY')?.serviceConnectConfiguration ?? {};
  if (!enabled || services.length === 0) return;
  const names = services.map(({ discoveryName, portName }) => discoveryName ?? portName ?? '').join(', ');
  throw new Refused(
    `${serviceName} offers ${names} by Service Connect, which only one service may: ECS would not make another colour beside it. ECS's own blue/green deployment of it can be driven from here`,
  );
}

export function ownTags({ tags }: WholeTargetGroup) {
  return tags.flatMap(({ Key = '', Value = '' }) =>
    Key.startsWith('aws:') || Key === EXECUTION_TAG ? [] : [{ Key, Value }],
  );
}
