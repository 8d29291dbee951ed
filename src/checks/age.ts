import { DAY_MS } from './daily-range.ts';

/** Older than so many days, by the instant: what is exactly as old is not. */
export function isOlderThan(since: Date, days: number, now: Date): boolean {
  return now.getTime() - since.getTime() > days * DAY_MS;
}

/** `3 days`, `1 day`, `5 hours`: whole ones, rounded down, as people count age. */
export function ageInWords(since: Date, now: Date): string {
  const days = Math.floor((now.getTime() - since.getTime()) / DAY_MS);
  if (days >= 1) return counted(days, 'day');
  return counted(Math.max(Math.floor(((now.getTime() - since.getTime()) / DAY_MS) * 24), 0), 'hour');
}

/** `1 volume`, `2 volumes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2026-11-23`: the UTC day of an instant. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
