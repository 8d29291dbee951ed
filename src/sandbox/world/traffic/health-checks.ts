import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Elbv2State } from '../newcomer/elbv2.ts';
import type { RegionState } from '../state.ts';
import { behaviourOf } from '../versions.ts';
import { balancersOf, zonesOf } from './attachments.ts';
import { checkTarget } from './check-target.ts';
import { recordTraffic } from './record.ts';
import { isOutside } from './shown-health.ts';
import { CHECKING, REGISTERING, type TargetOfGroup } from './target.ts';

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
    const known = state.supervised.has(arn);
    if (inUse) state.supervised.set(arn, zonesOf(state, arn));
    else state.supervised.delete(arn);
    if (!inUse || known) continue;
    for (const target of state.targets.get(arn) ?? []) {
      if (target.TargetHealth?.State !== 'draining') beginChecks(state, target);
    }
  }
  scheduleChecks(region);
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

/**
 * One timer for all of a region, at the next instant at which any group is due, and none without anything to check:
 * a month of checks is half a million instants.
 */
export function scheduleChecks(region: RegionState): void {
  const state = region.elbv2;
  const now = state.clock.now().getTime();
  const due = checkedGroups(state).map((group) => now + intervalMs(group) - (now % intervalMs(group)));
  const next = Math.min(...due);
  if (next >= state.nextCheckAt.ms || !Number.isFinite(next)) return;
  state.nextCheckAt.ms = next;
  state.clock.after(next - now, () => {
    // An earlier one was found in the meantime.
    if (state.nextCheckAt.ms !== next) return;
    state.nextCheckAt.ms = Infinity;
    checkAll(region, next);
    scheduleChecks(region);
  });
}

function checkedGroups(state: Elbv2State): TargetGroup[] {
  return state.targetGroups.filter(
    ({ TargetGroupArn: arn = '' }) => state.supervised.has(arn) && (state.targets.get(arn)?.length ?? 0) > 0,
  );
}

function intervalMs({ HealthCheckIntervalSeconds }: TargetGroup): number {
  return (HealthCheckIntervalSeconds ?? 30) * 1000;
}

function checkAll(region: RegionState, instant: number): void {
  const state = region.elbv2;
  const now = new Date(instant);
  let changed = false;
  for (const group of checkedGroups(state)) {
    if (instant % intervalMs(group) !== 0) continue;
    const arn = group.TargetGroupArn ?? '';
    const zones = state.supervised.get(arn) ?? new Set();
    for (const target of state.targets.get(arn) ?? []) {
      if (isOutside(target, zones)) continue;
      // Both look, whatever the other sees.
      const other = checkTarget(group, target, now);
      changed = behavesOtherwise(region, target) || other || changed;
    }
  }
  if (changed) recordTraffic(region);
}

function behavesOtherwise(region: RegionState, { check }: TargetOfGroup): boolean {
  if (check.version === undefined) return false;
  const behaviour = behaviourOf(region, check.version);
  const other = check.behaviour !== behaviour;
  check.behaviour = behaviour;
  return other;
}
