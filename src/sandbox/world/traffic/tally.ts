import { type Flow, type Portion, spans } from './flow.ts';

const MINUTE_MS = 60_000;

/** Requests that came to the same end, fractions of them too. */
export interface Share {
  readonly requests: number;
  readonly portion: Portion;
}

/** The requests of a flow in `[from, to)` (milliseconds since 1970): what arrived, split by what became of it. */
export function* tally(flow: Flow, from: number, to: number): Generator<Share> {
  for (let minute = Math.floor(from / MINUTE_MS) * MINUTE_MS; minute < to; minute += MINUTE_MS) {
    const begun = Math.max(minute, from);
    const ends = Math.min(minute + MINUTE_MS, to);
    for (const rate of spans(flow.rates, begun, ends)) {
      const perMs = rate.value(minute) / MINUTE_MS;
      if (perMs === 0) continue;
      for (const mix of spans(flow.mixes, rate.from, rate.to)) {
        const arrived = perMs * (mix.to - mix.from);
        for (const portion of mix.value.portions) yield { requests: arrived * portion.share, portion };
      }
    }
  }
}

/** How many of them customers saw fail: a 5xx of the target's or of the load balancer's own. */
export function failedOf({ requests, portion }: Share): number {
  switch (portion.end) {
    case 'target':
      return requests * portion.errorRate;
    case 'lost':
    case 'no-target':
    case 'fixed-error':
      return requests;
    case 'fixed':
      return 0;
  }
}
