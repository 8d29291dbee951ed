import type { Timing } from '../aws/budget.ts';

export const realTiming: Timing = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};

export function realClock(): Date {
  return new Date();
}
