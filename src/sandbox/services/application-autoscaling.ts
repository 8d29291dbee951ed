import type * as ApplicationAutoscaling from '@aws-sdk/client-application-auto-scaling';
import { SandboxError } from '../error.ts';
import type { Handlers } from '../handlers.ts';
import { page } from '../paging.ts';

interface ListInput {
  readonly ServiceNamespace?: string | undefined;
  readonly ScalableDimension?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly ResourceIds?: readonly string[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

interface Scaled {
  readonly ServiceNamespace?: string | undefined;
  readonly ScalableDimension?: string | undefined;
  readonly ResourceId?: string | undefined;
}

export const applicationAutoscaling: Handlers<typeof ApplicationAutoscaling> = {
  DescribeScalableTargets(input, { region }) {
    const { items, next } = select(region.applicationAutoscaling.targets, input, 50);
    return { ScalableTargets: items, ...(next !== undefined && { NextToken: next }) };
  },
  DescribeScalingPolicies(input, { region }) {
    const { PolicyNames: names } = input;
    const policies = region.applicationAutoscaling.policies.filter(
      ({ PolicyName = '' }) => !names?.length || names.includes(PolicyName),
    );
    const { items, next } = select(policies, input, 10);
    return { ScalingPolicies: items, ...(next !== undefined && { NextToken: next }) };
  },
  DescribeScalingActivities(input, { region, now }) {
    const oldest = now.getTime() - SIX_WEEKS_MS;
    const activities = region.applicationAutoscaling.activities.filter(
      ({ StartTime }) => (StartTime?.getTime() ?? 0) >= oldest,
    );
    const { items, next } = select(activities, input, 50);
    return { ScalingActivities: items, ...(next !== undefined && { NextToken: next }) };
  },
};

/** How long activities are kept. */
const SIX_WEEKS_MS = 42 * 86_400_000;

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

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
function select<T extends Scaled>(all: readonly T[], input: ListInput, most: number) {
  const { ServiceNamespace, ScalableDimension } = input;
  const ids = input.ResourceIds ?? (input.ResourceId === undefined ? [] : [input.ResourceId]);
  if (!ServiceNamespace) {
    const message = "1 validation error detected: Value null at 'serviceNamespace' failed to satisfy constraint";
    throw new SandboxError('ValidationException', `${message}: Member must not be null`);
  }
  if (!NAMESPACES.has(ServiceNamespace)) {
    const message = `1 validation error detected: Value '${ServiceNamespace}' at 'serviceNamespace' failed to satisfy constraint`;
    throw new SandboxError('ValidationException', `${message}: Member must satisfy enum value set`);
  }
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
