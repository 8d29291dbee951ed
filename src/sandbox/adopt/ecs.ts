import type {
  Cluster,
  DescribeClustersRequest,
  DescribeClustersResponse,
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  DescribeServicesRequest,
  DescribeServicesResponse,
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
} from '@aws-sdk/client-ecs';
import { clusterArn } from '../world/newcomer/ecs/arns.ts';
import { publishLoad } from '../world/newcomer/ecs/metrics.ts';
import { adopt, type Ground, lastPart } from './ground.ts';
import { answersTo } from './recording.ts';
import { adoptTasks } from './tasks.ts';

/** Services as they were described, in their clusters, with as many tasks as they say that they run. */
export function adoptEcs(ground: Ground): void {
  const { ecs } = ground.region;
  adoptClusters(ground);
  adoptDefinitions(ground);
  const described = answersTo<DescribeServicesRequest, DescribeServicesResponse>(
    ground.recordings,
    'ecs',
    'DescribeServices',
  );
  for (const { input, answer } of described) {
    if (input.cluster !== undefined) placeCluster(ground, input.cluster);
    for (const service of answer.services ?? []) {
      placeCluster(ground, service.clusterArn ?? '');
      adopt(ecs.services, service, (one) => one.serviceArn);
    }
  }
  adoptHistory(ground);
  for (const service of ecs.services) {
    adoptTasks(ground, service);
    // As for a service that the sandbox made: nobody knows what it is busy with.
    const { serviceName = '', desiredCount = 0 } = service;
    publishLoad(
      { metrics: ground.region.metrics, start: ground.now },
      lastPart(service.clusterArn ?? ''),
      serviceName,
      {
        cpu: [40, 40],
        memory: [50, 50],
        tasks: () => desiredCount,
        insights: false,
      },
    );
  }
}

function adoptClusters(ground: Ground): void {
  const { recordings, region } = ground;
  for (const { answer } of answersTo<DescribeClustersRequest, DescribeClustersResponse>(
    recordings,
    'ecs',
    'DescribeClusters',
  )) {
    for (const cluster of answer.clusters ?? []) adopt(region.ecs.clusters, cluster, (one) => one.clusterArn);
  }
}

/** What a service is in is there, also where nobody asked for the cluster itself. */
function placeCluster({ region }: Ground, named: string): void {
  const clusterName = lastPart(named);
  if (region.ecs.clusters.some((one) => one.clusterName === clusterName)) return;
  const place = { accountId: region.accountId, region: region.name };
  const cluster: Cluster = {
    clusterArn: named.startsWith('arn:') ? named : clusterArn(place, clusterName),
    clusterName,
    status: 'ACTIVE',
    // Where its services run on instances, there is one.
    registeredContainerInstancesCount: 1,
  };
  region.ecs.clusters.push(cluster);
}

function adoptDefinitions({ recordings, region }: Ground): void {
  for (const { answer } of answersTo<DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse>(
    recordings,
    'ecs',
    'DescribeTaskDefinition',
  )) {
    const { taskDefinition: definition, tags } = answer;
    if (!definition) continue;
    adopt(region.ecs.taskDefinitions, definition, (one) => one.taskDefinitionArn);
    if (tags) region.ecs.tags.set(definition.taskDefinitionArn ?? '', tags);
  }
}

/** Earlier deployments and revisions; of a deployment that was only listed, what the list says. */
function adoptHistory({ recordings, region: { ecs } }: Ground): void {
  const whole = answersTo<DescribeServiceDeploymentsRequest, DescribeServiceDeploymentsResponse>(
    recordings,
    'ecs',
    'DescribeServiceDeployments',
  ).flatMap(({ answer }) => answer.serviceDeployments ?? []);
  const briefs = answersTo<ListServiceDeploymentsRequest, ListServiceDeploymentsResponse>(
    recordings,
    'ecs',
    'ListServiceDeployments',
  ).flatMap(({ answer }) => answer.serviceDeployments ?? []);
  for (const { targetServiceRevisionArn: arn, ...brief } of briefs) {
    const deployment = { ...brief, ...(arn !== undefined && { targetServiceRevision: { arn } }) };
    adopt(ecs.serviceDeployments, deployment, (one) => one.serviceDeploymentArn);
  }
  for (const one of whole) adopt(ecs.serviceDeployments, one, ({ serviceDeploymentArn }) => serviceDeploymentArn);
  const revisions = answersTo<DescribeServiceRevisionsRequest, DescribeServiceRevisionsResponse>(
    recordings,
    'ecs',
    'DescribeServiceRevisions',
  );
  for (const { answer } of revisions) {
    for (const one of answer.serviceRevisions ?? []) {
      adopt(ecs.serviceRevisions, one, ({ serviceRevisionArn }) => serviceRevisionArn);
    }
  }
}
