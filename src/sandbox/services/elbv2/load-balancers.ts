import type {
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { elbPage, getLoadBalancer, onlyOneOf, pick } from './lookup.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
export function describeLoadBalancers(
  input: DescribeLoadBalancersInput,
  { region }: SandboxContext,
): DescribeLoadBalancersOutput {
  const { LoadBalancerArns: arns = [], Names: names = [] } = input;
  onlyOneOf([arns, names], 'load balancer ARNs and names');
  if (arns.length > 20)
    throw new SandboxError('ValidationError', 'Up to 20 load balancers can be described at a time.');
  if (arns.length > 0) return { LoadBalancers: pick(arns, (arn) => getLoadBalancer(region.elbv2, arn)) };
  if (names.length > 0) {
    return {
      LoadBalancers: pick(names, (name) => {
        const found = region.elbv2.loadBalancers.find(({ LoadBalancerName }) => LoadBalancerName === name);
        if (!found) throw new SandboxError('LoadBalancerNotFound', `Load balancers '[${name}]' not found`);
        return found;
      }),
    };
  }
  const { items, next } = elbPage(region.elbv2.loadBalancers, input);
  return { LoadBalancers: items, ...(next !== undefined && { NextMarker: next }) };
}
