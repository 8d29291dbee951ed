import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Elbv2State } from '../newcomer/elbv2.ts';
import type { RegionState } from '../state.ts';
import { balancersOf, zonesOf } from './attachments.ts';
import { recordTraffic } from './record.ts';
import { isOutside } from './shown-health.ts';
import { CHECKING, HEALTHY, REGISTERING, type TargetOfGroup } from './target.ts';

/** How long a load balancer takes to make a target known to its nodes. */
const REGISTRATION_MS = 5_000;

/**
 * Brings health checks in line with listeners and rules: they begin for a group that is forwarded to, with whatever
 * weight, and end for one that is not. To be called after each change of either.
 */
export function superviseGroups(region: RegionState): void {
  const state = region.elbv2;
  for (const { TargetGroupArn: arn = '' } of state.targetGroups) {
    const inUse = balancersOf(state, arn).length > 0;
    if (inUse && !state.supervised.has(arn)) {
      state.supervised.add(arn);
      for (const target of state.targets.get(arn) ?? []) {
        if (target.TargetHealth?.State !== 'draining') beginChecks(state, target);
      }
    }
    if (!inUse) state.supervised.delete(arn);
    scheduleChecks(region, arn);
  }
  recordTraffic(region);
}

/** A target as it is when it is new to the load balancer. */
export function beginChecks({ clock }: Elbv2State, target: TargetOfGroup): void {
  const registering = { ...REGISTERING };
  target.TargetHealth = registering;
  target.check.passed = 0;
  target.check.failed = 0;
  clock.after(REGISTRATION_MS, () => {
    if (target.TargetHealth === registering) target.TargetHealth = { ...CHECKING };
  });
}

/** One timer a group, and none for a group without anything to check. */
export function scheduleChecks(region: RegionState, groupArn: string): void {
  const { checking, clock } = region.elbv2;
  const group = checkedGroup(region.elbv2, groupArn);
  if (!group || checking.has(groupArn)) return;
  checking.add(groupArn);
  const intervalMs = (group.HealthCheckIntervalSeconds ?? 30) * 1000;
  clock.after(intervalMs - (clock.now().getTime() % intervalMs), () => {
    checking.delete(groupArn);
    checkGroup(region, groupArn);
    scheduleChecks(region, groupArn);
  });
}

function checkedGroup(state: Elbv2State, arn: string): TargetGroup | undefined {
  const targets = state.targets.get(arn) ?? [];
  if (!state.supervised.has(arn) || targets.every(({ TargetHealth: health }) => health?.State === 'draining')) return;
  return state.targetGroups.find(({ TargetGroupArn }) => TargetGroupArn === arn);
}

function checkGroup(region: RegionState, groupArn: string): void {
  const state = region.elbv2;
  const group = checkedGroup(state, groupArn);
  if (!group) return;
  const zones = zonesOf(state, groupArn);
  const now = state.clock.now();
  for (const target of state.targets.get(groupArn) ?? []) {
    if (!isOutside(target, zones)) checkTarget(group, target, now);
  }
  recordTraffic(region);
}

/**
 * A new target is healthy with the first check that it passes; otherwise the thresholds count.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
function checkTarget(group: TargetGroup, target: TargetOfGroup, now: Date): void {
  const { State: state, Reason: reason } = target.TargetHealth ?? {};
  if (state === 'draining' || reason === REGISTERING.Reason) return;
  const { check } = target;
  const found = check.probe(now);
  check.passed = found.healthy ? check.passed + 1 : 0;
  check.failed = found.healthy ? 0 : check.failed + 1;
  const toBeHealthy = state === 'unhealthy' ? (group.HealthyThresholdCount ?? 5) : 1;
  if (found.healthy && state !== 'healthy' && check.passed >= toBeHealthy) target.TargetHealth = { ...HEALTHY };
  if (found.healthy || check.failed < (group.UnhealthyThresholdCount ?? 2)) return;
  target.TargetHealth = {
    State: found.reason === 'Target.InvalidState' ? 'unused' : 'unhealthy',
    Reason: reasonOf(found.reason),
    Description: found.description ?? 'Health checks failed',
  };
}

const REASONS = [
  'Target.FailedHealthChecks',
  'Target.InvalidState',
  'Target.IpUnusable',
  'Target.ResponseCodeMismatch',
  'Target.Timeout',
] as const;

function reasonOf(reason: string | undefined): (typeof REASONS)[number] {
  return REASONS.find((known) => known === reason) ?? 'Target.FailedHealthChecks';
}
