import type { Timing } from '../../../src/aws/budget.ts';

/** Time that passes only while everybody waits, and then at once. */
export interface VirtualTime extends Timing {
  /** Milliseconds since it began. */
  elapsedMs(): number;
}

export function virtualTime(): VirtualTime {
  let at = 0;
  let turning = false;
  const waiting: { readonly until: number; readonly wake: () => void; gone: boolean }[] = [];

  /** One waiter a turn of the event loop: everything that it sets going happens before the next is due. */
  function turn(): void {
    waiting.sort((a, b) => a.until - b.until);
    const next = waiting.shift();
    turning = next !== undefined;
    if (!next) return;
    if (!next.gone) {
      at = Math.max(at, next.until);
      next.wake();
    }
    setImmediate(turn);
  }

  return {
    now: () => at,
    elapsedMs: () => at,
    random: () => 0.5,
    sleep(ms, signal) {
      return new Promise((resolve) => {
        const sleeper = { until: at + ms, wake: resolve, gone: false };
        waiting.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleeper.gone = true;
          resolve();
        });
        if (!turning) {
          turning = true;
          setImmediate(turn);
        }
      });
    },
  };
}
