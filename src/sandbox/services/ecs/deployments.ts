import type {
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
  ServiceDeployment,
  ServiceDeploymentBrief,
} from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { batchOf, ecsPage, getCluster, getService, missing } from './lookup.ts';

const KEPT_MS = 90 * 86_400_000;

/**
 * Newest first, of the last 90 days, for services that ECS itself deploys.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html
 */
export function listServiceDeployments(
  input: ListServiceDeploymentsRequest,
  context: SandboxContext,
): ListServiceDeploymentsResponse {
  if (!input.service) throw new SandboxError('InvalidParameterException', 'Service cannot be empty.');
  const service = getService(context, getCluster(context, input.cluster), input.service);
  if (service.deploymentController && service.deploymentController.type !== 'ECS') {
    throw new SandboxError('UnsupportedFeatureException', 'The service does not use the ECS deployment controller.');
  }
  const { after, before } = input.createdAt ?? {};
  const deployments = context.region.ecs.serviceDeployments
    .filter((deployment) => deployment.serviceArn === service.serviceArn && isIn(deployment, context.now))
    .filter(({ status }) => !input.status?.length || (status !== undefined && input.status.includes(status)))
    .filter(({ createdAt }) => createdAt && (!after || createdAt >= after) && (!before || createdAt <= before))
    .toSorted((a, b) => createdMs(b) - createdMs(a));
  const { items, next } = ecsPage(deployments.map(brief), input, 20);
  return { serviceDeployments: items, ...(next !== undefined && { nextToken: next }) };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html */
export function describeServiceDeployments(
  input: DescribeServiceDeploymentsRequest,
  context: SandboxContext,
): DescribeServiceDeploymentsResponse {
  const arns = batchOf(input.serviceDeploymentArns, 20, 'Service deployment ARNs');
  const known = context.region.ecs.serviceDeployments;
  return {
    serviceDeployments: known.filter(({ serviceDeploymentArn: arn }) => arn !== undefined && arns.includes(arn)),
    failures: arns
      .filter((arn) => !known.some(({ serviceDeploymentArn }) => serviceDeploymentArn === arn))
      .map((arn) => missing(context, 'service-deployment', arn)),
  };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceRevisions.html */
export function describeServiceRevisions(
  input: DescribeServiceRevisionsRequest,
  context: SandboxContext,
): DescribeServiceRevisionsResponse {
  const arns = batchOf(input.serviceRevisionArns, 20, 'Service revision ARNs');
  const known = context.region.ecs.serviceRevisions;
  return {
    serviceRevisions: known.filter(({ serviceRevisionArn: arn }) => arn !== undefined && arns.includes(arn)),
    failures: arns
      .filter((arn) => !known.some(({ serviceRevisionArn }) => serviceRevisionArn === arn))
      .map((arn) => missing(context, 'service-revision', arn)),
  };
}

function isIn(deployment: ServiceDeployment, now: Date): boolean {
  return createdMs(deployment) >= now.getTime() - KEPT_MS;
}

function createdMs({ createdAt }: ServiceDeployment): number {
  return createdAt?.getTime() ?? 0;
}

function brief(deployment: ServiceDeployment): ServiceDeploymentBrief {
  const { serviceDeploymentArn, serviceArn, clusterArn, startedAt, createdAt, finishedAt, status, statusReason } =
    deployment;
  return {
    serviceDeploymentArn,
    serviceArn,
    clusterArn,
    startedAt,
    createdAt,
    ...(finishedAt && { finishedAt }),
    targetServiceRevisionArn: deployment.targetServiceRevision?.arn,
    status,
    ...(statusReason !== undefined && { statusReason }),
  };
}
