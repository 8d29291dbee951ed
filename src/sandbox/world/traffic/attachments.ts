import type { Action, LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Elbv2State } from '../newcomer/elbv2.ts';
import { routingNow } from './routing-now.ts';

/** The load balancers whose listeners and rules forward to a target group, with whatever weight. */
export function balancersOf(state: Elbv2State, targetGroupArn: string): string[] {
  const { listeners, rules } = routingNow(state);
  const arns = rules
    .filter(({ Actions = [] }) => Actions.some((action) => groupsOf(action).includes(targetGroupArn)))
    .flatMap(({ ListenerArn }) => listeners.find((one) => one.ListenerArn === ListenerArn)?.LoadBalancerArn ?? []);
  return [...new Set(arns)];
}

/** The target groups that an action forwards to. */
export function groupsOf({ TargetGroupArn, ForwardConfig }: Action): string[] {
  const arns = [TargetGroupArn, ...(ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn)];
  return [...new Set(arns.flatMap((arn) => arn ?? []))];
}

/** The Availability Zones in which the load balancers of a target group stand. */
export function zonesOf(state: Elbv2State, targetGroupArn: string): Set<string> {
  const balancers = balancersOf(state, targetGroupArn);
  return new Set(state.loadBalancers.filter((one) => isOneOf(one, balancers)).flatMap((one) => zones(one)));
}

function isOneOf({ LoadBalancerArn = '' }: LoadBalancer, arns: readonly string[]): boolean {
  return arns.includes(LoadBalancerArn);
}

function zones({ AvailabilityZones = [] }: LoadBalancer): string[] {
  return AvailabilityZones.flatMap(({ ZoneName }) => ZoneName ?? []);
}
