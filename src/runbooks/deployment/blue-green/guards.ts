import { loadBalancerDimension } from '../../../aws/elbv2.ts';
import type { Condition } from '../../../model/plan.ts';
import { alarmsQuiet, hasNotRung } from '../../conditions/alarms.ts';
import { carries, keepsCarrying } from '../../conditions/elbv2.ts';
import { balancerErrorsBelow, notSlowerThan, targetErrorsBelow } from '../../conditions/request-metrics.ts';
import type { WatchedAlarm } from '../../look/alarms.ts';
import { targetGroupDimension } from '../../look/target-group.ts';
import type { Pair } from './colours.ts';

export interface Watching {
  readonly alarms: readonly WatchedAlarm[];
  readonly maxErrorPercent: number;
}

/** What the new colour is watched with while it has a share of the requests: the first breach takes it back. */
export function guards({ blue, green }: Pair, share: number, { alarms, maxErrorPercent }: Watching): Condition[] {
  const loadBalancer = loadBalancerDimension(blue.loadBalancer);
  const now = { name: green.name, loadBalancer, targetGroup: green.dimension };
  const before = { name: blue.name, loadBalancer, targetGroup: targetGroupDimension(blue.group.arn) };
  // What is seen is told in this order.
  return [
    targetErrorsBelow(maxErrorPercent, now),
    notSlowerThan(before, now),
    balancerErrorsBelow(maxErrorPercent, now),
    ...(alarms.length > 0 ? [alarmsQuiet(alarms)] : []),
    ...alarms.map((alarm) => hasNotRung(alarm)),
    keepsCarrying(green.group, share, blue.named),
  ];
}

/** What must hold at the instant of a switch: the new colour can carry it, and nothing rings. */
export function mayShift({ blue, green }: Pair, share: number, { alarms }: Watching): Condition[] {
  const silent = alarms.length > 0 ? [{ ...alarmsQuiet(alarms), unsure: [], met: '`true`' }] : [];
  return [carries(green.group, share, blue.named), ...silent];
}
