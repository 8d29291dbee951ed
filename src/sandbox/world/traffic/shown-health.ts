import type { TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Elbv2State } from '../newcomer/elbv2.ts';
import { balancersOf, zonesOf } from './attachments.ts';
import { NOT_IN_USE, type TargetOfGroup, ZONE_NOT_ENABLED } from './target.ts';

/** What AWS shows of a target's health: what is not checked has nothing but the reason why. */
export function shownHealth(state: Elbv2State, groupArn: string, target: TargetOfGroup): TargetHealth {
  const own = target.TargetHealth ?? {};
  if (own.State === 'draining') return own;
  if (balancersOf(state, groupArn).length === 0) return NOT_IN_USE;
  return isOutside(target, zonesOf(state, groupArn)) ? ZONE_NOT_ENABLED : own;
}

/** Whether a target stands where its load balancer does not. */
export function isOutside({ Target: target }: TargetOfGroup, zones: ReadonlySet<string>): boolean {
  const zone = target?.AvailabilityZone;
  return zone !== undefined && zone !== 'all' && !zones.has(zone);
}
