import type { Timing } from '../aws/budget.ts';

export const realTiming: Timing = {
  now: () => performance.now(),
  sleep(ms, signal) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  },
  random: () => Math.random(),
};

export function realClock(): Date {
  return new Date();
}
