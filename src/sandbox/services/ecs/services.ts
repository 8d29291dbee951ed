import type {
  DescribeServicesRequest,
  DescribeServicesResponse,
  ListServicesRequest,
  ListServicesResponse,
  Service,
} from '@aws-sdk/client-ecs';
import type { SandboxContext } from '../../handlers.ts';
import { batchOf, ecsPage, findService, getCluster, missing } from './lookup.ts';

/** Ten a page unless told otherwise. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServices.html */
export function listServices(input: ListServicesRequest, context: SandboxContext): ListServicesResponse {
  const { clusterArn } = getCluster(context, input.cluster);
  const services = context.region.ecs.services.filter(
    (service) =>
      service.clusterArn === clusterArn &&
      service.status !== 'INACTIVE' &&
      (input.launchType === undefined || service.launchType === input.launchType) &&
      (input.schedulingStrategy === undefined || service.schedulingStrategy === input.schedulingStrategy),
  );
  const arns = services.flatMap(({ serviceArn }) => serviceArn ?? []);
  const { items, next } = ecsPage(arns, input, 10);
  return { serviceArns: items, ...(next !== undefined && { nextToken: next }) };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
export function describeServices(input: DescribeServicesRequest, context: SandboxContext): DescribeServicesResponse {
  const names = batchOf(input.services, 10, 'Services');
  const cluster = getCluster(context, input.cluster);
  const found = names.map((name) => ({ name, service: findService(context, cluster, name) }));
  const withTags = input.include?.includes('TAGS') ?? false;
  return {
    services: found.flatMap(({ service }) => (service ? [shown(service, withTags)] : [])),
    failures: found.flatMap(({ name, service }) =>
      service ? [] : [missing(context, `service/${cluster.clusterName ?? ''}`, name)],
    ),
  };
}

/** As it is at this moment: what happens to it later is not seen in the answer. */
export function shown({ tags, ...service }: Service, withTags: boolean): Service {
  return withTags ? { ...service, tags: tags ?? [] } : service;
}
