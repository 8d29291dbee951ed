import type { World } from '../world.ts';
import { failedOf, tally } from './tally.ts';

export interface Outcome {
  readonly requests: number;
  readonly failed: number;
}

export interface Ledger extends Outcome {
  /** By ARN of the task definition that answered, or should have. */
  readonly byVersion: Readonly<Record<string, Outcome>>;
}

export interface BalancerPlace {
  readonly accountId: string;
  readonly region: string;
  readonly loadBalancerArn: string;
}

/**
 * What became of the requests to a load balancer in `[from, to)`, exactly: rates times durations, fractions of requests
 * too. What lies in the future has not happened. The errors that the newcomer's world is furnished with are in the
 * metrics alone: here stands what versions, targets and rules did.
 */
export function trafficBetween(world: World, place: BalancerPlace, from: Date, to: Date): Ledger {
  const { flows, clock } = world.region(place.accountId, place.region).elbv2;
  const until = Math.min(to.getTime(), clock.now().getTime());
  const byVersion: Record<string, Outcome> = {};
  let whole: Outcome = { requests: 0, failed: 0 };
  for (const flow of flows.filter(({ loadBalancerArn }) => loadBalancerArn === place.loadBalancerArn)) {
    for (const share of tally(flow, from.getTime(), until)) {
      const one = { requests: share.requests, failed: failedOf(share) };
      whole = sum(whole, one);
      const { version } = share.portion;
      if (version !== undefined) byVersion[version] = sum(byVersion[version] ?? { requests: 0, failed: 0 }, one);
    }
  }
  return { ...whole, byVersion };
}

function sum(a: Outcome, b: Outcome): Outcome {
  return { requests: a.requests + b.requests, failed: a.failed + b.failed };
}
