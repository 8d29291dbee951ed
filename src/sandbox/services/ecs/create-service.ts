import type { CreateServiceRequest, CreateServiceResponse, Cluster, Service } from '@aws-sdk/client-ecs';
import type { SandboxContext } from '../../handlers.ts';
import { publishLoad } from '../../world/newcomer/ecs/metrics.ts';
import { getCluster } from './lookup.ts';
import { newService } from './new-service.ts';
import { reconcileSoon } from './reconcile.ts';
import { beginDeployment } from './begin-deployment.ts';
import { shown } from './services.ts';
import { requireTags } from './tag-rules.ts';
import { shiftTraffic } from './traffic.ts';
import { invalid } from './validation.ts';

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
