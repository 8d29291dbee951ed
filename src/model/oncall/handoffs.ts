import { Temporal } from 'temporal-polyfill';
import { instantOf, localOf } from '../local-time.ts';
import type { Opening } from '../window.ts';
import type { TurningRotation } from './schedule.ts';

type Pattern = Pick<TurningRotation, 'type' | 'length' | 'start'>;

/** A turn of a rotation, half-open: the first is number 0. */
export interface NumberedTurn extends Opening {
  readonly number: number;
}

/**
 * The turns that touch a span, in order, whole. Hand-offs are wall-clock times: where the clocks skip several, the turns
 * between them take no time and are left out, and where an hour comes twice, its turn lasts both.
 */
export function listTurns(pattern: Pattern, timezone: string, span: Opening): NumberedTurn[] {
  const turns: NumberedTurn[] = [];
  let number = turnNumberAt(pattern, timezone, span.start) ?? 0;
  let start = handoff(pattern, timezone, number);
  while (start < span.end) {
    const end = handoff(pattern, timezone, number + 1);
    if (start < end) turns.push({ number, start, end });
    number += 1;
    start = end;
  }
  return turns;
}

/** Whose turn it is at an instant: jumped to by the wall clock, not walked to. Undefined before the first. */
function turnNumberAt(pattern: Pattern, timezone: string, at: number): number | undefined {
  if (at < handoff(pattern, timezone, 0)) return undefined;
  let number = Math.max(0, Math.floor(periodsUntil(pattern, localOf(at, timezone)) / pattern.length));
  // Never too many, but too few: by one where a month ends early, and by what an hour that comes twice holds.
  while (handoff(pattern, timezone, number + 1) <= at) number += 1;
  return number;
}

/** Always computed from the start: after a shorter month, who hands over on the 31st does so again. */
function handoff({ type, length, start }: Pattern, timezone: string, number: number): number {
  const local = Temporal.PlainDateTime.from(start).add(periods(type, number * length), { overflow: 'constrain' });
  return instantOf(local, timezone, 'first');
}

function periods(type: Pattern['type'], count: number): Temporal.DurationLike {
  switch (type) {
    case 'hourly':
      return { hours: count };
    case 'daily':
      return { days: count };
    case 'weekly':
      return { weeks: count };
    case 'monthly':
      return { months: count };
  }
}

function periodsUntil({ type, start }: Pattern, local: Temporal.PlainDateTime): number {
  const from = Temporal.PlainDateTime.from(start);
  switch (type) {
    case 'hourly':
      return from.until(local, { largestUnit: 'hours' }).hours;
    case 'daily':
      return from.until(local, { largestUnit: 'days' }).days;
    case 'weekly':
      return from.until(local, { largestUnit: 'weeks' }).weeks;
    case 'monthly':
      return from.until(local, { largestUnit: 'months' }).months;
  }
}
