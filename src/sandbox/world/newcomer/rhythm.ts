import { DAY_MS, HOUR_MS } from './seed.ts';

/** How busy customers are: 0 in the small hours, 1 at 15:00 UTC of a working day, 0.6 of that at weekends. */
export function rhythm(instant: number): number {
  const hours = (instant % DAY_MS) / HOUR_MS;
  const day = (1 - Math.cos(((hours - 3) / 24) * 2 * Math.PI)) / 2;
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor(instant / DAY_MS) + 4) % 7;
  return day * (weekday === 0 || weekday === 6 ? 0.6 : 1);
}
