import { GOOD_VERSION } from '../versions.ts';
import type { Flow } from './flow.ts';
import { type Share, tally } from './tally.ts';

const MINUTE_MS = 60_000;

/** What a load balancer, or one of its target groups, counts in a minute. */
export interface Minute {
  /** Whole ones, for which a target was chosen. */
  readonly requests: number;
  readonly targetSuccesses: number;
  readonly targetErrors: number;
  readonly ownErrors: number;
  readonly latencySeconds: number;
}

export function minuteOf(flows: readonly Flow[], minute: number, targetGroupArn?: string): Minute {
  let requests = 0;
  let answered = 0;
  let targetErrors = 0;
  let ownErrors = 0;
  let latency = 0;
  for (const flow of flows) {
    const shares = [...tally(flow, minute, minute + MINUTE_MS)];
    const own = shares.filter(
      ({ portion }) => targetGroupArn === undefined || portion.targetGroupArn === targetGroupArn,
    );
    const arrived = Math.round(total(shares, ['target', 'lost']));
    const served = total(own, ['target']);
    const { weather } = flow;
    const concerned = targetGroupArn === undefined || weather?.errorsOf === targetGroupArn;
    requests += total(own, ['target', 'lost']);
    answered += served;
    targetErrors += own.reduce((sum, { requests: some, portion }) => sum + some * portion.errorRate, 0);
    if (weather && concerned && served > 0) targetErrors += weather.targetErrors(minute, arrived);
    ownErrors += total(own, ['lost', 'no-target', 'fixed-error']) + (weather?.ownErrors(minute) ?? 0);
    latency +=
      own.reduce((sum, share) => sum + latencyOf(share), 0) +
      served * (weather?.latencySeconds(minute) ?? GOOD_VERSION.latencySeconds);
  }
  return {
    requests: Math.round(requests),
    targetSuccesses: Math.round(answered) - Math.round(targetErrors),
    targetErrors: Math.round(targetErrors),
    ownErrors: Math.round(ownErrors),
    latencySeconds: answered > 0 ? latency / answered : 0,
  };
}

/** The weather has a good version's latency in it already. */
function latencyOf({ requests, portion }: Share): number {
  return portion.end === 'target' ? requests * (portion.latencySeconds - GOOD_VERSION.latencySeconds) : 0;
}

function total(shares: readonly Share[], ends: readonly string[]): number {
  return shares.reduce((sum, { requests, portion }) => (ends.includes(portion.end) ? sum + requests : sum), 0);
}
