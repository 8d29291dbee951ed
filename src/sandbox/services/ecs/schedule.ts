import type { Deployment, LoadBalancer, Service, ServiceRevision } from '@aws-sdk/client-ecs';
import type { Rollout, Schedule } from '../../world/newcomer/ecs/schedule.ts';
import { definitionOf } from './new-task.ts';
import { nowOf, recordArn, type Where } from './records.ts';

/** What the scheduler knows of a service; what was there before it was first asked is taken as it stands. */
export function scheduleOf(where: Where, service: Service): Schedule {
  const { schedules } = where.region.ecs;
  const arn = service.serviceArn ?? '';
  const known = schedules.get(arn);
  if (known) return known;
  const made: Schedule = {
    rollouts: new Map(),
    progress: undefined,
    wakeAt: undefined,
    changedAt: nowOf(where),
    watchUntil: 0,
    steady: true,
  };
  for (const deployment of service.deployments ?? []) {
    const completed = deployment.rolloutState === 'COMPLETED';
    const targets = service.loadBalancers ?? [];
    const revisionArn = knownRevision(where, service, deployment) ?? newRevision(where, service, deployment, targets);
    made.rollouts.set(deployment.id ?? '', { revisionArn, targets, completed, failures: 0, notBefore: 0 });
  }
  schedules.set(arn, made);
  return made;
}

/** @throws Error where the scheduler has lost a deployment: that is a bug of the sandbox */
export function rolloutOf({ rollouts }: Schedule, deploymentId: string | undefined): Rollout {
  const found = rollouts.get(deploymentId ?? '');
  if (!found) throw new Error(`no such deployment: ${deploymentId}`);
  return found;
}

function knownRevision({ region }: Where, service: Service, deployment: Deployment): string | undefined {
  return region.ecs.serviceRevisions.findLast(
    ({ serviceArn, taskDefinition }) =>
      serviceArn === service.serviceArn && taskDefinition === deployment.taskDefinition,
  )?.serviceRevisionArn;
}

/** Records what is deployed. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-revision.html */
export function newRevision(
  where: Where,
  service: Service,
  deployment: Deployment,
  targets: readonly LoadBalancer[],
): string {
  const arn = recordArn(where, service, 'service-revision');
  const { containerDefinitions = [] } = definitionOf(where, deployment.taskDefinition) ?? {};
  const revision: ServiceRevision = {
    serviceRevisionArn: arn,
    serviceArn: service.serviceArn,
    clusterArn: service.clusterArn,
    taskDefinition: deployment.taskDefinition,
    ...(service.capacityProviderStrategy && { capacityProviderStrategy: service.capacityProviderStrategy }),
    launchType: deployment.launchType,
    platformVersion: deployment.platformVersion,
    platformFamily: deployment.platformFamily,
    loadBalancers: service.loadBalancers,
    serviceRegistries: service.serviceRegistries,
    networkConfiguration: service.networkConfiguration,
    containerImages: containerDefinitions.map(({ name, image }) => ({ containerName: name, image })),
    guardDutyEnabled: false,
    createdAt: where.region.ecs.clock.now(),
    resolvedConfiguration: {
      loadBalancers: targets.map(({ targetGroupArn, advancedConfiguration }) => ({
        targetGroupArn,
        ...(advancedConfiguration && { productionListenerRule: advancedConfiguration.productionListenerRule }),
      })),
    },
  };
  where.region.ecs.serviceRevisions.push(revision);
  return arn;
}
