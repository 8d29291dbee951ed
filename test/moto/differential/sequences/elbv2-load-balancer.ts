import type { Sequence } from '../sequence.ts';
import { balancer } from './places.ts';

const it = { LoadBalancerArn: balancer };
const UNKNOWN = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/nobodys/0123456789abcdef';

function attribute(Key: string, Value: string): object {
  return { ...it, Attributes: [{ Key, Value }] };
}

export const elbv2LoadBalancer: Sequence = {
  name: 'load balancer',
  steps: [
    ['timeout set', 'elbv2:ModifyLoadBalancerAttributes', attribute('idle_timeout.timeout_seconds', '120')],
    ['read', 'elbv2:DescribeLoadBalancerAttributes', it],
    ['timeout out of range', 'elbv2:ModifyLoadBalancerAttributes', attribute('idle_timeout.timeout_seconds', '5000')],
    ['of nobody', 'elbv2:ModifyLoadBalancerAttributes', attribute('nobodys.attribute', '1')],
    ['no attributes', 'elbv2:ModifyLoadBalancerAttributes', it],
    [
      'with nobody',
      'elbv2:ModifyLoadBalancerAttributes',
      { LoadBalancerArn: UNKNOWN, Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '60' }] },
    ],
    ['timeout set back', 'elbv2:ModifyLoadBalancerAttributes', attribute('idle_timeout.timeout_seconds', '60')],
    [
      'neither true nor false',
      'elbv2:ModifyLoadBalancerAttributes',
      attribute('routing.http.drop_invalid_header_fields.enabled', 'maybe'),
    ],
  ],
};
