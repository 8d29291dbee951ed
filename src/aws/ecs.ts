import type {
  Cluster,
  DescribeClustersCommandInput,
  DescribeClustersCommandOutput,
  DescribeServiceRevisionsCommandInput,
  DescribeServiceRevisionsCommandOutput,
  DescribeServicesCommandInput,
  DescribeServicesCommandOutput,
  DescribeTaskDefinitionCommandInput,
  DescribeTaskDefinitionCommandOutput,
  ListClustersCommandInput,
  ListClustersCommandOutput,
  ListServiceDeploymentsCommandInput,
  ListServiceDeploymentsCommandOutput,
  ListServicesCommandInput,
  ListServicesCommandOutput,
  Service,
  ServiceDeploymentBrief,
  ServiceRevision,
} from '@aws-sdk/client-ecs';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import type { AwsFault } from './fault.ts';
import { inBatches, list, one, orAbsent, settled } from './read.ts';

export type {
  Cluster,
  Deployment,
  Service,
  ServiceDeploymentBrief,
  ServiceEvent,
  ServiceRevision,
  TaskDefinition,
} from '@aws-sdk/client-ecs';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListClusters.html */
const listClusters = list<ListClustersCommandInput, ListClustersCommandOutput, string>('ecs', 'ListClusters', {
  items: (page) => page.clusterArns,
  next: ['nextToken', (page) => page.nextToken],
  page: { maxResults: 100 },
});

/** At most 100 clusters. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeClusters.html */
const describeClusters = list<DescribeClustersCommandInput, DescribeClustersCommandOutput, Cluster>(
  'ecs',
  'DescribeClusters',
  { items: (page) => page.clusters },
);

/** Ten a page unless told otherwise. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServices.html */
const listServices = list<ListServicesCommandInput, ListServicesCommandOutput, string>('ecs', 'ListServices', {
  items: (page) => page.serviceArns,
  next: ['nextToken', (page) => page.nextToken],
  page: { maxResults: 100 },
});

/** At most ten services. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const describeServices = list<DescribeServicesCommandInput, DescribeServicesCommandOutput, Service>(
  'ecs',
  'DescribeServices',
  { items: (page) => page.services },
);

/**
 * One service's deployments of the last 90 days at most; of services that ECS itself deploys.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html
 */
export const listServiceDeployments = list<
  ListServiceDeploymentsCommandInput,
  ListServiceDeploymentsCommandOutput,
  ServiceDeploymentBrief
>('ecs', 'ListServiceDeployments', {
  items: (page) => page.serviceDeployments,
  next: ['nextToken', (page) => page.nextToken],
  page: { maxResults: 100 },
});

const describeServiceRevisions = list<
  DescribeServiceRevisionsCommandInput,
  DescribeServiceRevisionsCommandOutput,
  ServiceRevision
>('ecs', 'DescribeServiceRevisions', { items: (page) => page.serviceRevisions });

/**
 * What was deployed, by ARN of the revision; 20 of them a call.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceRevisions.html
 */
export async function serviceRevisions(
  aws: Aws,
  arns: readonly string[],
): Promise<ReadonlyMap<string, ServiceRevision>> {
  const found = await inBatches(arns, 20, (some) => describeServiceRevisions(aws, { serviceRevisionArns: some }));
  return new Map(found.map((revision) => [revision.serviceRevisionArn ?? '', revision] as const));
}

/**
 * An ARN, `family:revision`, or a family for its newest that is active.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html
 */
export const describeTaskDefinition = one<DescribeTaskDefinitionCommandInput, DescribeTaskDefinitionCommandOutput>(
  'ecs',
  'DescribeTaskDefinition',
);

/** Services of one cluster by name, with their tags, as far as they are there; at most ten. */
export async function describeTaggedServices(
  aws: Aws,
  cluster: string,
  services: readonly string[],
): Promise<Service[]> {
  const found = describeServices(aws, { cluster, services: [...services], include: ['TAGS'] });
  return (await orAbsent(found, 'ClusterNotFoundException')) ?? [];
}

/** One service by name; undefined where the cluster has none of it, or there is no such cluster. */
export async function describeService(aws: Aws, cluster: string, service: string): Promise<Service | undefined> {
  const found = await orAbsent(describeServices(aws, { cluster, services: [service] }), 'ClusterNotFoundException');
  return found?.[0];
}

/** A cluster with its services, or with the fault that kept them from us: one cluster does not hide the others. */
export interface ClusterServices {
  readonly cluster: Cluster;
  readonly services: { ok: true; value: readonly Service[] } | { ok: false; fault: AwsFault };
}

/** Every cluster of the region, deleted ones that AWS still lists too. */
export async function allClusters(aws: Aws): Promise<Cluster[]> {
  return inBatches(await listClusters(aws, {}), 100, (clusters) => describeClusters(aws, { clusters }));
}

/** All services of all clusters. A deleted cluster is left out: AWS refuses to list its services. */
export async function clusterServices(aws: Aws): Promise<ClusterServices[]> {
  const clusters = await allClusters(aws);
  return Promise.all(
    clusters
      .filter(({ status }) => status !== 'INACTIVE')
      .map(async (cluster) => ({ cluster, services: await settled(servicesOf(aws, cluster)) })),
  );
}

/** What was deleted between the two reads comes back as `failures` or INACTIVE: neither is a service any more. */
async function servicesOf(aws: Aws, { clusterArn: cluster = '' }: Cluster): Promise<Service[]> {
  const arns = await listServices(aws, { cluster });
  const services = await inBatches(arns, 10, (batch) => describeServices(aws, { cluster, services: batch }));
  return services.filter(({ status }) => status !== 'INACTIVE');
}

export function ecsCluster(aws: Aws, { clusterName, clusterArn = '' }: Cluster): Resource {
  const id = clusterName ?? lastPart(clusterArn);
  const arn = clusterArn || `arn:${aws.partition}:ecs:${aws.region}:${aws.account}:cluster/${id}`;
  return { type: 'AWS::ECS::Cluster', id, arn };
}

export function ecsService(aws: Aws, service: Pick<Service, 'clusterArn' | 'serviceName' | 'serviceArn'>): Resource {
  const { cluster, service: name } = serviceNames(service);
  const id = `${cluster}/${name}`;
  const arn = service.serviceArn ?? `arn:${aws.partition}:ecs:${aws.region}:${aws.account}:service/${id}`;
  return { type: 'AWS::ECS::Service', id, arn };
}

/** Every target group that a service registers tasks with: those of task sets, and both colours of a blue/green one. */
export function targetGroupsOf({ loadBalancers = [], taskSets = [] }: Service): string[] {
  const all = [...loadBalancers, ...taskSets.flatMap((set) => set.loadBalancers ?? [])];
  const arns = all.flatMap((one) => [one.targetGroupArn, one.advancedConfiguration?.alternateTargetGroupArn]);
  return [...new Set(arns.flatMap((arn) => arn ?? []))];
}

export interface ServiceNames {
  readonly cluster: string;
  readonly service: string;
}

/** The names that CloudWatch, Application Auto Scaling and operators know a service by. */
export function serviceNames(service: Pick<Service, 'clusterArn' | 'serviceName' | 'serviceArn'>): ServiceNames {
  return {
    cluster: lastPart(service.clusterArn ?? ''),
    service: service.serviceName ?? lastPart(service.serviceArn ?? ''),
  };
}

/** `web-service:41` of a task definition's ARN; the cluster's or service's name of theirs. */
export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
