import { loadBalancerDimension } from '../../../aws/elbv2.ts';
import type { Condition } from '../../../model/plan.ts';
import { alarmsQuiet, hasNotRung } from '../../conditions/alarms.ts';
import { carries, keepsCarrying } from '../../conditions/elbv2.ts';
import {
  balancerErrorsBelow,
  notSlowerThan,
  requestsArrive,
  targetErrorsBelow,
} from '../../conditions/request-metrics.ts';
import type { WatchedAlarm } from '../../look/alarms.ts';
import { targetGroupDimension } from '../../look/target-group.ts';
import type { Pair } from './colours.ts';

export interface Watching {
  readonly alarms: readonly WatchedAlarm[];
  readonly maxErrorPercent: number;
}

/** What the new colour is watched with while it has a share of the requests: the first breach takes it back. */
export function guards(pair: Pair, share: number, { alarms, maxErrorPercent }: Watching): Condition[] {
  const { blue, green } = pair;
  const { now, before } = measured(pair);
  // What is seen is told in this order.
  return [
    targetErrorsBelow(maxErrorPercent, now),
    notSlowerThan(before, now),
    balancerErrorsBelow(maxErrorPercent, now),
    requestsArrive(share, before, now),
    ...(alarms.length > 0 ? [alarmsQuiet(alarms)] : []),
    ...alarms.map((alarm) => hasNotRung(alarm)),
    keepsCarrying(green.group, share, blue.named),
  ];
}

/**
 * What must hold at the instant of a switch: the new colour can carry it, and nothing rings. While somebody made up their
 * mind, nobody watched what it did with the share that it had: that is looked at too.
 */
export function mayShift(pair: Pair, { from, to }: Shares, { alarms, maxErrorPercent }: Watching): Condition[] {
  const { blue, green } = pair;
  const silent = alarms.length > 0 ? [{ ...alarmsQuiet(alarms), unsure: [], met: '`true`' }] : [];
  const able = [carries(green.group, to, blue.named), ...silent];
  if (from === 0) return able;
  const { now, before } = measured(pair);
  return [
    ...able,
    targetErrorsBelow(maxErrorPercent, now),
    notSlowerThan(before, now),
    ...alarms.map((alarm) => hasNotRung(alarm, LATELY)),
  ];
}

interface Shares {
  /** Percent that the new colour has, and is to have. */
  readonly from: number;
  readonly to: number;
}

/** As long as errors are counted. */
const LATELY = { $time: 'now', minusSeconds: 300 } as const;

function measured({ blue, green }: Pair) {
  const loadBalancer = loadBalancerDimension(blue.loadBalancer);
  return {
    now: { name: green.name, loadBalancer, targetGroup: green.dimension },
    before: { name: blue.name, loadBalancer, targetGroup: targetGroupDimension(blue.group.arn) },
  };
}
