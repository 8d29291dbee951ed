/** Of one key, before the next has to wait for the end of the minute: a sender that is set up wrong finds out by fewer. */
const MOST_FAILURES = 20;
const WITHIN_MS = 60_000;
/** More than this many at once are an attack, and the oldest go. */
const MOST_KEYS = 10_000;

export interface Failures {
  /** How long this key has to wait, in milliseconds; 0: not at all. */
  waitMs(key: string, at: Date): number;
  failed(key: string, at: Date): void;
}

/**
 * Counts proofs that were none, so that guessing is slow. What succeeds is not counted: a burst of alarms is let through.
 * Kept in this process.
 */
export function createFailures(): Failures {
  const known = new Map<string, { count: number; readonly since: number }>();

  function find(key: string, at: Date) {
    const entry = known.get(key);
    return entry && at.getTime() - entry.since < WITHIN_MS ? entry : undefined;
  }

  return {
    waitMs(key, at) {
      const entry = find(key, at);
      return entry && entry.count >= MOST_FAILURES ? entry.since + WITHIN_MS - at.getTime() : 0;
    },
    failed(key, at) {
      const entry = find(key, at);
      if (entry) {
        entry.count += 1;
        return;
      }
      known.delete(key);
      known.set(key, { count: 1, since: at.getTime() });
      const [oldest] = known.keys();
      if (known.size > MOST_KEYS && oldest !== undefined) known.delete(oldest);
    },
  };
}
