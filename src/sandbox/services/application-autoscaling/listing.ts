import { SandboxError } from '../../error.ts';
import { page } from '../../paging.ts';

interface ListInput {
  readonly ServiceNamespace?: string | undefined;
  readonly ScalableDimension?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly ResourceIds?: readonly string[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** What a target, a policy and an activity are of. */
export interface Scaled {
  readonly ServiceNamespace?: string | undefined;
  readonly ScalableDimension?: string | undefined;
  readonly ResourceId?: string | undefined;
}

const NAMESPACES: ReadonlySet<string> = new Set([
  'appstream',
  'cassandra',
  'comprehend',
  'custom-resource',
  'dynamodb',
  'ec2',
  'ecs',
  'elasticache',
  'elasticmapreduce',
  'kafka',
  'lambda',
  'neptune',
  'rds',
  'sagemaker',
  'workspaces',
]);

const DIMENSIONS: ReadonlySet<string> = new Set([
  'appstream:fleet:DesiredCapacity',
  'cassandra:table:ReadCapacityUnits',
  'cassandra:table:WriteCapacityUnits',
  'comprehend:document-classifier-endpoint:DesiredInferenceUnits',
  'comprehend:entity-recognizer-endpoint:DesiredInferenceUnits',
  'custom-resource:ResourceType:Property',
  'dynamodb:index:ReadCapacityUnits',
  'dynamodb:index:WriteCapacityUnits',
  'dynamodb:table:ReadCapacityUnits',
  'dynamodb:table:WriteCapacityUnits',
  'ec2:spot-fleet-request:TargetCapacity',
  'ecs:service:DesiredCount',
  'elasticache:cache-cluster:Nodes',
  'elasticache:replication-group:NodeGroups',
  'elasticache:replication-group:Replicas',
  'elasticmapreduce:instancegroup:InstanceCount',
  'kafka:broker-storage:VolumeSize',
  'lambda:function:ProvisionedConcurrency',
  'neptune:cluster:ReadReplicaCount',
  'rds:cluster:ReadReplicaCount',
  'sagemaker:inference-component:DesiredCopyCount',
  'sagemaker:variant:DesiredInstanceCount',
  'sagemaker:variant:DesiredProvisionedConcurrency',
  'workspaces:workspacespool:DesiredUserSessions',
]);

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
export function select<T extends Scaled>(all: readonly T[], input: ListInput, most: number) {
  const { ServiceNamespace, ScalableDimension } = input;
  const ids = input.ResourceIds ?? (input.ResourceId === undefined ? [] : [input.ResourceId]);
  requireNamespace(ServiceNamespace);
  if (ScalableDimension && ids.length === 0) {
    throw new SandboxError(
      'ValidationException',
      'You must specify a resource ID if you specify a scalable dimension.',
    );
  }
  const chosen = all.filter(
    (one) =>
      one.ServiceNamespace === ServiceNamespace &&
      (ScalableDimension === undefined || one.ScalableDimension === ScalableDimension) &&
      (ids.length === 0 || ids.includes(one.ResourceId ?? '')),
  );
  return page(chosen, {
    token: input.NextToken,
    size: input.MaxResults,
    defaultSize: most,
    most,
    badSize: 'ValidationException',
    badToken: 'InvalidNextTokenException',
  });
}

/** @throws ValidationException for a namespace that there is not */
export function requireNamespace(namespace: string | undefined): void {
  const where = "at 'serviceNamespace' failed to satisfy constraint";
  if (!namespace) throw invalid(`1 validation error detected: Value null ${where}: Member must not be null`);
  if (!NAMESPACES.has(namespace)) {
    throw invalid(`1 validation error detected: Value '${namespace}' ${where}: Member must satisfy enum value set`);
  }
}

/** @throws ValidationException for a dimension that there is not */
export function requireDimension(dimension: string): void {
  if (DIMENSIONS.has(dimension)) return;
  throw invalid(
    `1 validation error detected: Value '${dimension}' at 'scalableDimension' failed to satisfy constraint: Member must satisfy enum value set`,
  );
}

export function invalid(message: string): SandboxError {
  return new SandboxError('ValidationException', message);
}
