import { Temporal } from 'temporal-polyfill';
import { instantOf, localOf } from '../local-time.ts';
import { occurrences, type Opening } from '../window.ts';
import type { OutsideSchedule, Schedule } from './schedule.ts';
import { listShifts, type Shift } from './shifts.ts';
import type { TimelineSpan } from './timeline.ts';

/** What being on call came to for one person. Two places at once count once. */
export interface Load {
  readonly person: string;
  readonly hours: number;
  /** Nights, 22:00 to 07:00 in the schedule's zone, of which they had any part. */
  readonly nights: number;
  /** Weekends, Saturday and Sunday, likewise. */
  readonly weekends: number;
  /** Hours by rotation or rule. */
  readonly byRotation: Readonly<Record<string, number>>;
  /** Null where nobody counts them. */
  readonly pages: number | null;
}

const HOUR_MS = 60 * 60_000;

interface Counting {
  readonly span: TimelineSpan;
  readonly outside: OutsideSchedule;
  readonly pages?: ReadonlyMap<string, number> | undefined;
}

/** How much each person was or will be on call in a time: the most first. Who never was is in it, with nothing. */
export function loadsOf(schedule: Schedule, { span, outside, pages }: Counting): Load[] {
  const whole = { start: span.from.getTime(), end: span.to.getTime() };
  const shifts = listShifts(schedule, whole, outside).map((shift) => ({ ...shift, ...cut(shift, whole) }));
  const nights = occurrences({ timezone: schedule.timezone, days: [], start: '22:00', end: '07:00' }, whole);
  const weekends = weekendsOf(schedule.timezone, whole);
  const everybody = [...new Set([...participantsOf(schedule), ...shifts.map(({ person }) => person)])];
  return everybody
    .map((person) => {
      const own = shifts.filter((shift) => shift.person === person);
      const touched = (times: readonly Opening[]): number =>
        times.filter((time) => own.some((shift) => shift.start < time.end && time.start < shift.end)).length;
      return {
        person,
        hours: hoursOf(merged(own)),
        nights: touched(nights),
        weekends: touched(weekends),
        byRotation: Object.fromEntries(
          [...new Set(own.map(({ rotation }) => rotation))].map((rotation) => [
            rotation,
            hoursOf(own.filter((shift) => shift.rotation === rotation)),
          ]),
        ),
        pages: pages ? (pages.get(person) ?? 0) : null,
      };
    })
    .toSorted((a, b) => b.hours - a.hours || (a.person < b.person ? -1 : 1));
}

/** The calendar quarter of an instant, in a zone. */
export function quarterOf(at: Date, timezone: string): TimelineSpan {
  const local = localOf(at.getTime(), timezone);
  const first = Temporal.PlainDateTime.from({ year: local.year, month: local.month - ((local.month - 1) % 3), day: 1 });
  return {
    from: new Date(instantOf(first, timezone, 'first')),
    to: new Date(instantOf(first.add({ months: 3 }), timezone, 'first')),
  };
}

function participantsOf({ rotations, rules }: Schedule): string[] {
  const turning = rotations.flatMap((rotation) => ('follows' in rotation ? [] : rotation.participants));
  return [...turning, ...rules.map(({ person }) => person)];
}

function weekendsOf(timezone: string, span: Opening): Opening[] {
  return occurrences({ timezone, days: ['SA'], start: '00:00', end: '00:00' }, span).map(({ start }) => {
    const monday = localOf(start, timezone).toPlainDate().add({ days: 2 }).toPlainDateTime();
    return { start, end: instantOf(monday, timezone, 'first') };
  });
}

function cut({ start, end }: Shift, span: Opening): Opening {
  return { start: Math.max(start, span.start), end: Math.min(end, span.end) };
}

/** Of shifts by start. */
function merged(shifts: readonly Opening[]): Opening[] {
  const result: Opening[] = [];
  for (const { start, end } of shifts.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) result.splice(-1, 1, { start: last.start, end: Math.max(last.end, end) });
    else result.push({ start, end });
  }
  return result;
}

/** To a hundredth. */
function hoursOf(spans: readonly Opening[]): number {
  const ms = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  return Math.round((ms / HOUR_MS) * 100) / 100;
}
