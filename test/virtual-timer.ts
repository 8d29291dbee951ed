import type { Timer } from '../src/engine/calendar/run-claimed.ts';

/** A clock that stands still until it is told to go on, and wakes on its way who sleeps. */
export interface VirtualTime {
  readonly now: () => Date;
  readonly timer: Timer;
  /** Goes on to an instant; whoever wakes does what there is to do before the next one wakes. */
  goTo(instant: string): Promise<void>;
  /** Jumps there, as a machine does that slept: who sleeps wakes after what was left of it. */
  jumpTo(instant: string): void;
}

interface Sleeper {
  until: number;
  readonly wake: () => void;
}

export function virtualTime(start: string): VirtualTime {
  let at = Date.parse(start);
  let sleepers: Sleeper[] = [];
  return {
    now: () => new Date(at),
    timer: {
      sleep(ms, signal) {
        return new Promise((resolve) => {
          const sleeper = { until: at + ms, wake };
          function wake(): void {
            signal?.removeEventListener('abort', wake);
            sleepers = sleepers.filter((one) => one !== sleeper);
            resolve();
          }
          if (signal?.aborted) return resolve();
          sleepers.push(sleeper);
          signal?.addEventListener('abort', wake);
        });
      },
    },
    async goTo(instant) {
      const end = Date.parse(instant);
      await settled();
      for (;;) {
        const next = sleepers.toSorted((a, b) => a.until - b.until)[0];
        if (!next || next.until > end) break;
        at = Math.max(at, next.until);
        next.wake();
        await settled();
      }
      at = end;
    },
    jumpTo(instant) {
      const by = Date.parse(instant) - at;
      at += by;
      for (const sleeper of sleepers) sleeper.until += by;
    },
  };
}

/** Everything that follows from what happened, without time passing. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
