/** How many may fail before the next has to wait. */
const FREE_FAILURES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** What nobody tried for so long is forgotten. */
const FORGET_AFTER_MS = 60 * 60_000;
/** More than this many at once are an attack, and the oldest go. */
const MOST_KEYS = 10_000;

export interface Backoff {
  /** How long this key has to wait, in milliseconds; 0: not at all. */
  waitMs(key: string, at: Date): number;
  /** Counted before it is known how it ends, so that many at once get no further than one after the other. */
  tried(key: string, at: Date): void;
  succeeded(key: string): void;
}

/** Who fails too often waits, and twice as long each time. Kept in this process. */
export function createBackoff(free = FREE_FAILURES): Backoff {
  const known = new Map<string, { failures: number; last: number }>();

  function find(key: string, at: Date) {
    const entry = known.get(key);
    if (!entry || at.getTime() - entry.last < FORGET_AFTER_MS) return entry;
    known.delete(key);
    return undefined;
  }

  return {
    waitMs(key, at) {
      const entry = find(key, at);
      if (!entry || entry.failures < free) return 0;
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(entry.failures - free, 10));
      return Math.max(0, entry.last + wait - at.getTime());
    },
    tried(key, at) {
      const failures = (find(key, at)?.failures ?? 0) + 1;
      known.delete(key);
      known.set(key, { failures, last: at.getTime() });
      const [oldest] = known.keys();
      if (known.size > MOST_KEYS && oldest !== undefined) known.delete(oldest);
    },
    succeeded(key) {
      known.delete(key);
    },
  };
}
