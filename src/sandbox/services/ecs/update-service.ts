import type { Service, UpdateServiceRequest, UpdateServiceResponse } from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { getCluster, getService, lastPart } from './lookup.ts';
import { reconcileSoon } from './reconcile.ts';
import { beginDeployment } from './begin-deployment.ts';
import { scheduleOf } from './schedule.ts';
import { shown } from './services.ts';
import {
  getUsableDefinition,
  invalid,
  requireContainers,
  requireDeployable,
  requireNetwork,
  requireTargets,
} from './validation.ts';

/** What a service cannot change without a new deployment. */
const DEPLOYED = [
  'taskDefinition',
  'capacityProviderStrategy',
  'networkConfiguration',
  'platformVersion',
  'enableExecuteCommand',
  'enableECSManagedTags',
  'loadBalancers',
  'propagateTags',
  'serviceRegistries',
] as const satisfies readonly (keyof UpdateServiceRequest & keyof Service)[];

/** What it can, from one moment to the next. */
const CHANGED = [
  'availabilityZoneRebalancing',
  'placementConstraints',
  'placementStrategy',
  'healthCheckGracePeriodSeconds',
] as const satisfies readonly (keyof UpdateServiceRequest & keyof Service)[];

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
export function updateService(given: UpdateServiceRequest, context: SandboxContext): UpdateServiceResponse {
  // What a caller does to its own input later changes nothing here.
  const input = structuredClone(given);
  if (!input.service) throw invalid('Service cannot be empty.');
  const service = getService(context, getCluster(context, input.cluster), lastPart(input.service));
  if (service.status !== 'ACTIVE') throw new SandboxError('ServiceNotActiveException', 'Service was not ACTIVE.');
  requireController(service, input);
  const wanted = wantedOf(context, service, input);
  validate(context, { ...service, ...wanted }, input);
  // As it stands now, before it says anything new.
  scheduleOf(context, service);
  const redeploys =
    input.forceNewDeployment === true ||
    DEPLOYED.some((key) => wanted[key] !== undefined && JSON.stringify(wanted[key]) !== JSON.stringify(service[key]));
  Object.assign(service, wanted);
  if (redeploys && service.taskDefinition !== undefined) beginDeployment(context, service);
  reconcileSoon(context, service);
  return { service: shown(service, true) };
}

/** What is given of the service, in the words of the service. */
function wantedOf(context: SandboxContext, service: Service, input: UpdateServiceRequest): Partial<Service> {
  const given = [...DEPLOYED, ...CHANGED, 'desiredCount' as const].filter((key) => input[key] !== undefined);
  const { taskDefinition, deploymentConfiguration } = input;
  return {
    ...Object.fromEntries(given.map((key) => [key, input[key]])),
    // A revision that was deregistered may go on running, but not be deployed again.
    ...(taskDefinition && { taskDefinition: getUsableDefinition(context, taskDefinition).taskDefinitionArn }),
    ...(deploymentConfiguration && {
      deploymentConfiguration: { ...service.deploymentConfiguration, ...deploymentConfiguration },
    }),
  };
}

function validate(context: SandboxContext, wanted: Service, input: UpdateServiceRequest): void {
  if ((input.desiredCount ?? 0) < 0) throw invalid('Task count can not be lesser than 0');
  if (input.desiredCount !== undefined && wanted.schedulingStrategy === 'DAEMON') {
    throw invalid(
      'The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again',
    );
  }
  const { loadBalancers = [], deploymentConfiguration = {}, deploymentController } = wanted;
  if (input.healthCheckGracePeriodSeconds !== undefined && loadBalancers.length === 0) {
    throw invalid('Health check grace period is only valid for services configured to use load balancers');
  }
  if (input.deploymentConfiguration || input.loadBalancers) {
    requireDeployable(context, deploymentConfiguration, {
      loadBalancers,
      controller: deploymentController?.type ?? 'ECS',
    });
  }
  if (!input.taskDefinition && !input.loadBalancers && !input.networkConfiguration && !input.forceNewDeployment) return;
  if (wanted.taskDefinition === undefined) return;
  const definition = getUsableDefinition(context, wanted.taskDefinition);
  requireNetwork(definition, wanted.networkConfiguration);
  if (input.loadBalancers) requireTargets(context, definition, loadBalancers);
  else requireContainers(definition, loadBalancers);
}

/** What CodeDeploy or somebody else deploys is not deployed by ECS; its desired count may be changed. */
function requireController({ deploymentController }: Service, input: UpdateServiceRequest): void {
  const { type = 'ECS' } = deploymentController ?? {};
  if (type === 'ECS') return;
  const services = `services with a ${type} deployment controller.`;
  const instead = type === 'CODE_DEPLOY' ? ' Use AWS CodeDeploy to trigger a new deployment.' : '';
  if (input.taskDefinition !== undefined) throw invalid(`Unable to update task definition on ${services}${instead}`);
  if (input.forceNewDeployment) throw invalid(`Cannot force a new deployment on ${services}${instead}`);
  if (input.networkConfiguration) throw invalid(`Unable to update network parameters on ${services}${instead}`);
  if (input.platformVersion !== undefined) throw invalid(`Unable to update platform version on ${services}${instead}`);
  if (input.loadBalancers) throw invalid(`Unable to update load balancers on ${services}${instead}`);
}
