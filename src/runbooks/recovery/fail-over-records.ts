import { changeResourceRecordSets } from '../../aws/changes/route53.ts';
import { plainJson } from '../../model/plan-hash.ts';
import type { Condition, PlannedCall } from '../../model/plan.ts';
import { changeInSync } from '../conditions/route53.ts';
import type { PlanBuilder } from '../define.ts';
import { shareOf, type WeightedPair } from '../look/weighted-records.ts';

export interface Shift {
  readonly pairs: readonly WeightedPair[];
  readonly shares: readonly number[];
  /** Whose share grows. */
  readonly towards: 'primary' | 'secondary';
  /** How they are called in titles: `eu-west-1`. */
  readonly place: string;
  readonly watch: string;
  readonly guards: readonly Condition[];
}

/** Shifts traffic in shares, each known to every name server and watched before the next. */
export function shiftTraffic(plan: PlanBuilder, { pairs, shares, towards, place, watch, guards }: Shift): void {
  const now = Math.min(...pairs.map(shareOf));
  let before = pairs;
  for (const share of shares) {
    const secondary = towards === 'secondary' ? share : 100 - share;
    if (towards === 'secondary' ? secondary <= now : secondary >= now) continue;
    const after = pairs.map((pair) => weighing(pair, secondary));
    shiftStep(plan, { share, place, before, after });
    if (guards.length > 0) {
      const title = `Watch ${place} with ${share} % of the traffic`;
      plan.watch(`watch-${share}`, { title, guards, every: '15s', for: watch });
    } else plan.pause(`watch-${share}`, { title: `Let ${place} take ${share} % of the traffic`, for: watch });
    before = after;
  }
}

interface ShiftStep {
  readonly share: number;
  readonly place: string;
  readonly before: readonly WeightedPair[];
  readonly after: readonly WeightedPair[];
}

/** The records of one zone are changed together, all or none of them. */
function shiftStep(plan: PlanBuilder, { share, place, before, after }: ShiftStep): void {
  const zones = [...new Set(after.map(({ record }) => record.zone))];
  for (const [at, zone] of zones.entries()) {
    const suffix = zones.length > 1 ? `-${at + 1}` : '';
    const ofZone = (pairs: readonly WeightedPair[]) => pairs.filter(({ record }) => record.zone === zone);
    const shifted = plan.change(`shift-${share}${suffix}`, {
      title: `Send ${share} % of the traffic to ${place}`,
      call: upsert(zone, ofZone(after)),
      before: weights(ofZone(before)),
      after: weights(ofZone(after)),
      impact: 'disruptive',
      undo: upsert(zone, ofZone(before)),
    });
    plan.wait(`shifted-${share}${suffix}`, {
      title: 'Every name server knows',
      until: changeInSync(shifted.answer('ChangeInfo.Id')),
      every: '10s',
      within: '15m',
      takes: '1m',
    });
  }
}

function weighing(pair: WeightedPair, secondary: number): WeightedPair {
  return {
    ...pair,
    primary: { ...pair.primary, Weight: 100 - secondary },
    secondary: { ...pair.secondary, Weight: secondary },
  };
}

/** The whole records, since Route 53 replaces what it is given. */
function upsert(zone: string, pairs: readonly WeightedPair[]): PlannedCall {
  const Changes = pairs.flatMap(({ primary, secondary }) =>
    [primary, secondary].map((record) => ({ Action: 'UPSERT' as const, ResourceRecordSet: record })),
  );
  return changeResourceRecordSets({ HostedZoneId: zone, ChangeBatch: { Comment: 'opsbook fail-over', Changes } });
}

function weights(pairs: readonly WeightedPair[]) {
  return plainJson(
    Object.fromEntries(
      pairs.map(({ record, primary, secondary }) => [
        `${record.name} ${record.type}`,
        { [record.primary]: primary.Weight, [record.secondary]: secondary.Weight },
      ]),
    ),
  );
}
