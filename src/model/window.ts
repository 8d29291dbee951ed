import { Temporal } from 'temporal-polyfill';
import { instantOf, localOf } from './local-time.ts';
import type { Blackout, ChangeWindow } from './outside.ts';

/** Half-open `[start, end)`, in milliseconds since 1970. */
export interface Opening {
  readonly start: number;
  readonly end: number;
}

export interface ChangeCalendar {
  readonly windows: readonly ChangeWindow[];
  readonly blackouts: readonly Blackout[];
}

export type CalendarState =
  /** Neither windows nor blackouts: nothing says when changes are allowed. */
  | { readonly state: 'unrestricted' }
  | { readonly state: 'open'; /** Absent where nothing ahead closes it. */ readonly until?: Date }
  | { readonly state: 'blackout'; readonly reason: string; readonly until: Date }
  | { readonly state: 'closed'; /** Absent where no window opens within two weeks. */ readonly next?: Opening };

const DAY_MS = 24 * 60 * 60_000;
/** How far ahead the next opening is looked for. */
const HORIZON_MS = 14 * DAY_MS;
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/**
 * Whether a change is allowed at an instant. A blackout wins over every window; without windows, all time that is not
 * blacked out is open.
 */
export function calendarAt(now: Date, calendar: ChangeCalendar): CalendarState {
  const { windows, blackouts } = calendar;
  if (windows.length === 0 && blackouts.length === 0) return { state: 'unrestricted' };
  const at = now.getTime();
  const blackout = blackouts.find((one) => contains(spanOf(one), at));
  if (blackout) return { state: 'blackout', reason: blackout.reason, until: new Date(spanOf(blackout).end) };
  const horizon = { start: at, end: at + HORIZON_MS };
  const openings = listOpenings(calendar, horizon);
  const open = openings.find((opening) => contains(opening, at));
  if (!open) return { state: 'closed', ...(openings[0] && { next: openings[0] }) };
  return { state: 'open', ...(open.end < horizon.end && { until: new Date(open.end) }) };
}

/** When changes are allowed within a span: merged, in order, cut to the span. */
export function listOpenings({ windows, blackouts }: ChangeCalendar, span: Opening): Opening[] {
  const allowed = windows.length === 0 ? [span] : windows.flatMap((window) => occurrences(window, span));
  return without(merged(allowed), blackouts.map(spanOf)).flatMap((opening) => {
    const cut = { start: Math.max(opening.start, span.start), end: Math.min(opening.end, span.end) };
    return cut.start < cut.end ? [cut] : [];
  });
}

function contains({ start, end }: Opening, at: number): boolean {
  return start <= at && at < end;
}

function spanOf({ start, end }: Blackout): Opening {
  return { start: Date.parse(start), end: Date.parse(end) };
}

/** Every time weekly hours open near a span: all that touch it and some beside it, in order, by the local days they start on. */
export function occurrences(window: ChangeWindow, span: Opening): Opening[] {
  const found: Opening[] = [];
  const last = localDay(span.end + DAY_MS, window.timezone);
  // A window that crosses midnight may have started the day before, and a day may be longer than 24 hours.
  let day = localDay(span.start - 2 * DAY_MS, window.timezone);
  while (Temporal.PlainDate.compare(day, last) <= 0) {
    if (window.days.length === 0 || window.days.includes(DAYS[day.dayOfWeek - 1] ?? ''))
      found.push(opening(window, day));
    day = day.add({ days: 1 });
  }
  return found.filter(({ start, end }) => start < end);
}

function opening({ timezone, start, end }: ChangeWindow, day: Temporal.PlainDate): Opening {
  // Equal times are a whole day.
  const lastDay = end <= start ? day.add({ days: 1 }) : day;
  return {
    start: instantOf(day.toPlainDateTime(start), timezone, 'first'),
    end: instantOf(lastDay.toPlainDateTime(end), timezone, 'last'),
  };
}

function localDay(at: number, timezone: string): Temporal.PlainDate {
  return localOf(at, timezone).toPlainDate();
}

function merged(spans: readonly Opening[]): Opening[] {
  const result: Opening[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && span.start <= last.end) result.splice(-1, 1, { start: last.start, end: Math.max(last.end, span.end) });
    else result.push(span);
  }
  return result;
}

function without(spans: readonly Opening[], holes: readonly Opening[]): Opening[] {
  return holes.reduce<Opening[]>(
    (rest, hole) =>
      rest.flatMap((span) =>
        [
          { start: span.start, end: Math.min(span.end, hole.start) },
          { start: Math.max(span.start, hole.end), end: span.end },
        ].filter(({ start, end }) => start < end),
      ),
    [...spans],
  );
}
