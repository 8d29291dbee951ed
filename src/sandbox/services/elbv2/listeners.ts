import type {
  DescribeListenersInput,
  DescribeListenersOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  Listener,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { Routing, RuleOfListener } from '../../world/newcomer/elbv2.ts';
import { routingNow } from '../../world/traffic/routing-now.ts';
import { elbPage, getLoadBalancer, onlyOneOf, pick, requireArn } from './lookup.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html */
export function describeListeners(input: DescribeListenersInput, { region }: SandboxContext): DescribeListenersOutput {
  const { LoadBalancerArn: balancer, ListenerArns: arns = [] } = input;
  onlyOneOf([balancer, arns], 'load balancer ARN and listener ARNs');
  const { listeners } = routingNow(region.elbv2);
  if (arns.length > 0) return { Listeners: pick(arns, (arn) => ({ ...getListener({ listeners }, arn) })) };
  if (!balancer) {
    throw new SandboxError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
  }
  getLoadBalancer(region.elbv2, balancer);
  const own = listeners.filter(({ LoadBalancerArn }) => LoadBalancerArn === balancer);
  const { items, next } = elbPage(own, input);
  return { Listeners: items.map((one) => ({ ...one })), ...(next !== undefined && { NextMarker: next }) };
}

/** By priority, the default rule last. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html */
export function describeRules(input: DescribeRulesInput, { region }: SandboxContext): DescribeRulesOutput {
  const { ListenerArn: listener, RuleArns: arns = [] } = input;
  onlyOneOf([listener, arns], 'listener ARN and rule ARNs');
  const { listeners, rules } = routingNow(region.elbv2);
  if (arns.length > 0) return { Rules: pick(arns, (arn) => shown(getRule({ rules }, arn))) };
  if (!listener)
    throw new SandboxError('ValidationError', 'You must specify either listener rule ARNs or a listener ARN');
  getListener({ listeners }, listener);
  const own = rules.filter(({ ListenerArn }) => ListenerArn === listener).toSorted((a, b) => order(a) - order(b));
  const { items, next } = elbPage(own, input);
  return { Rules: items.map(shown), ...(next !== undefined && { NextMarker: next }) };
}

export function getListener(state: Pick<Routing, 'listeners'>, arn: string): Listener {
  requireArn(arn, 'listener');
  const found = state.listeners.find(({ ListenerArn }) => ListenerArn === arn);
  if (!found) throw new SandboxError('ListenerNotFound', 'One or more listeners not found');
  return found;
}

export function getRule(state: Pick<Routing, 'rules'>, arn: string): RuleOfListener {
  requireArn(arn, 'listener-rule');
  const found = state.rules.find(({ RuleArn }) => RuleArn === arn);
  if (!found) throw new SandboxError('RuleNotFound', 'One or more rules not found');
  return found;
}

function order({ Priority, IsDefault }: RuleOfListener): number {
  return IsDefault ? Infinity : Number(Priority);
}

/** As AWS shows it: without what it belongs to. */
export function shown({ ListenerArn: _listener, ...rule }: RuleOfListener) {
  return rule;
}
