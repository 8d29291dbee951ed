import type {
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { SandboxContext } from '../../handlers.ts';
import type { Elbv2State } from '../../world/newcomer/elbv2.ts';
import { OF_ANY, OF_APPLICATION, OF_HTTP_GROUP, OF_NETWORK, OF_TCP_GROUP } from './attribute-defaults.ts';
import { getLoadBalancer, getTargetGroup, missing } from './lookup.ts';

interface Attribute {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface WholeAttribute {
  readonly Key: string;
  readonly Value: string;
}

export function describeLoadBalancerAttributes(
  { LoadBalancerArn: arn }: DescribeLoadBalancerAttributesInput,
  { region }: SandboxContext,
): DescribeLoadBalancerAttributesOutput {
  if (!arn) throw missing('LoadBalancerArn');
  return { Attributes: attributesOfBalancer(region.elbv2, arn) };
}

export function describeTargetGroupAttributes(
  { TargetGroupArn: arn }: DescribeTargetGroupAttributesInput,
  { region }: SandboxContext,
): DescribeTargetGroupAttributesOutput {
  if (!arn) throw missing('TargetGroupArn');
  return { Attributes: attributesOfGroup(region.elbv2, arn) };
}

/** The value of one attribute of a target group, set or by default. */
export function attributeOf(state: Elbv2State, targetGroupArn: string, key: string): string | undefined {
  return attributesOfGroup(state, targetGroupArn).find(({ Key }) => Key === key)?.Value;
}

export function attributesOfBalancer(state: Elbv2State, arn: string): WholeAttribute[] {
  const { Type: type } = getLoadBalancer(state, arn);
  const defaults = type === 'network' ? OF_NETWORK : type === 'gateway' ? OF_ANY : OF_APPLICATION;
  return merged(defaults, state.attributes.get(arn));
}

export function attributesOfGroup(state: Elbv2State, arn: string): WholeAttribute[] {
  const { Protocol: protocol = '' } = getTargetGroup(state, arn);
  const defaults = protocol.startsWith('HTTP') ? OF_HTTP_GROUP : OF_TCP_GROUP;
  return merged(defaults, state.attributes.get(arn));
}

/** AWS names every attribute, also those that were never set. */
function merged(defaults: Readonly<Record<string, string>>, own: readonly Attribute[] = []): WholeAttribute[] {
  const all = { ...defaults, ...Object.fromEntries(own.map(({ Key = '', Value = '' }) => [Key, Value])) };
  return Object.entries(all).map(([Key, Value]) => ({ Key, Value }));
}
