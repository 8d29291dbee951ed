import type {
  Cluster,
  DescribeClustersRequest,
  DescribeClustersResponse,
  ListClustersRequest,
  ListClustersResponse,
} from '@aws-sdk/client-ecs';
import type { SandboxContext } from '../../handlers.ts';
import { batchOf, ecsPage, findCluster, missing } from './lookup.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListClusters.html */
export function listClusters(input: ListClustersRequest, { region }: SandboxContext): ListClustersResponse {
  const arns = region.ecs.clusters.flatMap(({ clusterArn }) => clusterArn ?? []);
  const { items, next } = ecsPage(arns, input);
  return { clusterArns: items, ...(next !== undefined && { nextToken: next }) };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeClusters.html */
export function describeClusters(input: DescribeClustersRequest, context: SandboxContext): DescribeClustersResponse {
  const names = batchOf(input.clusters ?? ['default'], 100, 'Clusters');
  const found = names.map((name) => ({ name, cluster: findCluster(context, name) }));
  return {
    clusters: found.flatMap(({ cluster }) => (cluster ? [shown(context, cluster, input.include ?? [])] : [])),
    failures: found.flatMap(({ name, cluster }) => (cluster ? [] : [missing(context, 'cluster', name)])),
  };
}

/** With its counts of now; tags, settings and attachments only for whom asks for them. */
function shown({ region }: SandboxContext, cluster: Cluster, include: readonly string[]): Cluster {
  const { tags = [], settings = [], attachments, attachmentsStatus, configuration, statistics = [], ...rest } = cluster;
  const services = region.ecs.services.filter(({ clusterArn }) => clusterArn === cluster.clusterArn);
  const sum = (counts: readonly (number | undefined)[]) => counts.reduce<number>((all, one) => all + (one ?? 0), 0);
  return {
    ...rest,
    runningTasksCount: sum(services.map(({ runningCount }) => runningCount)),
    pendingTasksCount: sum(services.map(({ pendingCount }) => pendingCount)),
    activeServicesCount: services.filter(({ status }) => status === 'ACTIVE').length,
    statistics: include.includes('STATISTICS') ? statistics : [],
    tags: include.includes('TAGS') ? tags : [],
    settings: include.includes('SETTINGS') ? settings : [],
    ...(include.includes('CONFIGURATIONS') && configuration && { configuration }),
    ...(include.includes('ATTACHMENTS') && { attachments: attachments ?? [], attachmentsStatus }),
  };
}
