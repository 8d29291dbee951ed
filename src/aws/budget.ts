/** Time and chance, given by the caller: a test moves the clock, the sandbox moves its own. */
export interface Timing {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Ends early, and quietly, where the signal says so. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** At least 0, less than 1. */
  random(): number;
}

export interface BudgetLimits {
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Requests a second to start with; unlimited until AWS throttles, where absent. */
  readonly ratePerSecond?: number;
}

/** How fast one service may be asked in one account and region. */
export interface Budget {
  /** Waits for a place and for the rate; call the function it gives when the request is over. */
  acquire(): Promise<() => void>;
  throttled(): void;
  succeeded(): void;
  /** Requests a second now; `Infinity` while AWS has not throttled. */
  rate(): number;
}

const SLOWEST_PER_SECOND = 0.5;
const BACK_OFF = 0.6;
const RECOVER_BY = 1.25;
const RECOVER_EVERY_MS = 1000;
const FREE_AGAIN_AT = 8;

/**
 * A rate that AWS itself sets: unlimited until the first throttle, then a share of what was really sent, raised again
 * while AWS is content, and unlimited once it stands well above where it was throttled.
 */
export function createBudget(limits: BudgetLimits, timing: Timing): Budget {
  const fixed = limits.ratePerSecond;
  let rate = fixed ?? Infinity;
  let throttledAt = Infinity;
  let raisedAt = timing.now();
  let nextStart = timing.now();
  let underWay = 0;
  const waiting: (() => void)[] = [];
  let sent: number[] = [];

  function measuredRate(): number {
    const since = timing.now() - 1000;
    sent = sent.filter((at) => at > since);
    return Math.max(sent.length, 1);
  }

  async function place(): Promise<void> {
    if (underWay < limits.concurrency) {
      underWay += 1;
      return;
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else underWay -= 1;
  }

  async function paced(): Promise<void> {
    if (rate === Infinity) return;
    const start = Math.max(nextStart, timing.now());
    nextStart = start + 1000 / rate;
    const wait = start - timing.now();
    if (wait > 0) await timing.sleep(wait);
  }

  return {
    async acquire() {
      await place();
      await paced();
      if (rate === Infinity || sent.length < 1000) sent.push(timing.now());
      if (sent.length > 2000) measuredRate();
      return leave;
    },
    throttled() {
      const now = timing.now();
      // One burst of throttled answers is one message from AWS, not as many as there were requests under way.
      if (rate !== Infinity && now - raisedAt < 200) return;
      rate = Math.max(Math.min(rate, measuredRate()) * BACK_OFF, SLOWEST_PER_SECOND);
      throttledAt = rate;
      raisedAt = now;
      nextStart = now + 1000 / rate;
    },
    succeeded() {
      if (rate === Infinity || rate === fixed) return;
      const now = timing.now();
      if (now - raisedAt < RECOVER_EVERY_MS) return;
      raisedAt = now;
      rate *= RECOVER_BY;
      if (fixed !== undefined) rate = Math.min(rate, fixed);
      else if (rate > throttledAt * FREE_AGAIN_AT) rate = Infinity;
    },
    rate: () => rate,
  };
}
