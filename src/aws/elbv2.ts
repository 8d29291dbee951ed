import type {
  DescribeListenersCommandInput,
  DescribeListenersCommandOutput,
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersCommandOutput,
  DescribeTargetGroupsCommandInput,
  DescribeTargetGroupsCommandOutput,
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthCommandOutput,
  Listener,
  LoadBalancer,
  TargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list } from './read.ts';

export type {
  Listener,
  LoadBalancer,
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
