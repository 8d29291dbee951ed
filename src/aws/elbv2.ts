import type {
  DescribeListenersCommandInput,
  DescribeListenersCommandOutput,
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput,
  DescribeRulesCommandInput,
  DescribeRulesCommandOutput,
  DescribeTagsCommandInput,
  DescribeTagsCommandOutput,
  DescribeTargetGroupAttributesCommandInput,
  DescribeTargetGroupAttributesCommandOutput,
  DescribeTargetGroupsCommandInput,
  DescribeTargetGroupsCommandOutput,
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthCommandOutput,
  Listener,
  LoadBalancer,
  Rule,
  TagDescription,
  TargetGroup,
  TargetGroupAttribute,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Tag } from '../model/environment.ts';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { inBatches, list } from './read.ts';

export type {
  Action,
  Listener,
  LoadBalancer,
  Rule,
  TargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
export const describeLoadBalancers = list<
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput,
  LoadBalancer
>('elbv2', 'DescribeLoadBalancers', {
  items: (page) => page.LoadBalancers,
  next: ['Marker', (page) => page.NextMarker],
  page: { PageSize: 400 },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html */
export const describeTargetGroups = list<
  DescribeTargetGroupsCommandInput,
  DescribeTargetGroupsCommandOutput,
  TargetGroup
>('elbv2', 'DescribeTargetGroups', {
  items: (page) => page.TargetGroups,
  next: ['Marker', (page) => page.NextMarker],
  page: { PageSize: 400 },
});

/** By ARN or name, 20 at most; these are not paged. */
export const findTargetGroups = list<
  Pick<DescribeTargetGroupsCommandInput, 'TargetGroupArns' | 'Names'>,
  DescribeTargetGroupsCommandOutput,
  TargetGroup
>('elbv2', 'DescribeTargetGroups', { items: (page) => page.TargetGroups });

/** By ARN, 20 at most; these are not paged. */
export const findLoadBalancers = list<
  Pick<DescribeLoadBalancersCommandInput, 'LoadBalancerArns'>,
  DescribeLoadBalancersCommandOutput,
  LoadBalancer
>('elbv2', 'DescribeLoadBalancers', { items: (page) => page.LoadBalancers });

/**
 * One target group a call; every attribute, also those that were never set.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroupAttributes.html
 */
export const describeTargetGroupAttributes = list<
  DescribeTargetGroupAttributesCommandInput,
  DescribeTargetGroupAttributesCommandOutput,
  TargetGroupAttribute
>('elbv2', 'DescribeTargetGroupAttributes', { items: (page) => page.Attributes });

/** One target group a call. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html */
export const describeTargetHealth = list<
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthCommandOutput,
  TargetHealthDescription
>('elbv2', 'DescribeTargetHealth', { items: (page) => page.TargetHealthDescriptions });

/** One load balancer a call. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html */
export const describeListeners = list<DescribeListenersCommandInput, DescribeListenersCommandOutput, Listener>(
  'elbv2',
  'DescribeListeners',
  {
    items: (page) => page.Listeners,
    next: ['Marker', (page) => page.NextMarker],
    page: { PageSize: 400 },
  },
);

/**
 * One listener's a call, by priority, the default rule last.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html
 */
export const describeRules = list<DescribeRulesCommandInput, DescribeRulesCommandOutput, Rule>(
  'elbv2',
  'DescribeRules',
  {
    items: (page) => page.Rules,
    next: ['Marker', (page) => page.NextMarker],
    page: { PageSize: 400 },
  },
);

const describeTags = list<DescribeTagsCommandInput, DescribeTagsCommandOutput, TagDescription>(
  'elbv2',
  'DescribeTags',
  {
    items: (page) => page.TagDescriptions,
  },
);

/**
 * The tags of load balancers, target groups, listeners and rules, by ARN; 20 of them a call.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html
 */
export async function elbTags(aws: Aws, arns: readonly string[]): Promise<ReadonlyMap<string, readonly Tag[]>> {
  const found = await inBatches(arns, 20, (ResourceArns) => describeTags(aws, { ResourceArns }));
  return new Map(found.map(({ ResourceArn: arn = '', Tags = [] }) => [arn, Tags] as const));
}

export function loadBalancer(_aws: Aws, { LoadBalancerName = '', LoadBalancerArn = '' }: LoadBalancer): Resource {
  return { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', id: LoadBalancerName, arn: LoadBalancerArn };
}

export function targetGroup(_aws: Aws, { TargetGroupName = '', TargetGroupArn = '' }: TargetGroup): Resource {
  return { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', id: TargetGroupName, arn: TargetGroupArn };
}

/** The value of CloudWatch's `LoadBalancer` dimension: `app/my-alb/50dc6c495c0c9188`. */
export function loadBalancerDimension({ LoadBalancerArn = '' }: LoadBalancer): string {
  return LoadBalancerArn.slice(LoadBalancerArn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
}
