import type * as Elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Handlers } from '../handlers.ts';
import { describeLoadBalancerAttributes, describeTargetGroupAttributes } from './elbv2/attributes.ts';
import { describeListeners, describeRules } from './elbv2/listeners.ts';
import { describeLoadBalancers } from './elbv2/load-balancers.ts';
import { describeTags } from './elbv2/tags.ts';
import { describeTargetGroups, describeTargetHealth } from './elbv2/target-groups.ts';

export const elbv2: Handlers<typeof Elbv2> = {
  DescribeListeners: describeListeners,
  DescribeLoadBalancerAttributes: describeLoadBalancerAttributes,
  DescribeLoadBalancers: describeLoadBalancers,
  DescribeRules: describeRules,
  DescribeTags: describeTags,
  DescribeTargetGroupAttributes: describeTargetGroupAttributes,
  DescribeTargetGroups: describeTargetGroups,
  DescribeTargetHealth: describeTargetHealth,
};
