import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangeWindow } from './outside.ts';
import { type CalendarState, calendarAt, type ChangeCalendar, listOpenings, type Opening } from './window.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

test.each([
  ['2026-11-23T01:59:59.999Z', 'closed'],
  ['2026-11-23T02:00:00.000Z', 'open'],
  ['2026-11-23T04:59:59.999Z', 'open'],
  ['2026-11-23T05:00:00.000Z', 'closed'],
  ['2026-11-23T05:59:00.000Z', 'closed'],
])('E11.6 a window from 02:00 to 05:00 is half-open: %s is %s', (instant, state) => {
  expect(at(instant, { windows: [nightly('UTC')], blackouts: [] }).state).toBe(state);
});

test("E11.6 a window is in its own zone, not the machine's", () => {
  const calendar = { windows: [nightly('America/New_York')], blackouts: [] };
  expect(at('2026-11-23T02:30:00Z', calendar).state).toBe('closed');
  expect(at('2026-11-23T07:30:00Z', calendar).state).toBe('open');
});

test('says when it closes, and when the next one opens', () => {
  const calendar = { windows: [window({ days: ['TU'], start: '22:00', end: '23:00' })], blackouts: [] };
  expect(at('2026-11-24T22:10:00Z', calendar)).toEqual({ state: 'open', until: new Date('2026-11-24T23:00:00Z') });
  expect(at('2026-11-24T23:00:00Z', calendar)).toEqual({
    state: 'closed',
    next: { start: Date.parse('2026-12-01T22:00:00Z'), end: Date.parse('2026-12-01T23:00:00Z') },
  });
});

test('a window that crosses midnight belongs to the day it starts on', () => {
  const calendar = { windows: [window({ days: ['FR'], start: '22:00', end: '04:00' })], blackouts: [] };
  expect(at('2026-11-27T03:00:00Z', calendar).state, 'early on Friday').toBe('closed');
  expect(at('2026-11-27T22:00:00Z', calendar).state, 'late on Friday').toBe('open');
  expect(at('2026-11-28T03:59:59Z', calendar).state, 'early on Saturday').toBe('open');
  expect(at('2026-11-28T22:00:00Z', calendar).state, 'late on Saturday').toBe('closed');
});

test('equal times are a whole day', () => {
  const calendar = { windows: [window({ days: ['SA'], start: '00:00', end: '00:00' })], blackouts: [] };
  expect(listOpenings(calendar, day('2026-11-27', 3))).toEqual([day('2026-11-28', 1)]);
});

test('a blackout wins over every window, and says why and until when', () => {
  const freeze = { reason: 'Thanksgiving', start: '2026-11-23T03:00:00Z', end: '2026-11-23T04:00:00Z' };
  const calendar = { windows: [nightly('UTC')], blackouts: [freeze] };
  expect(at('2026-11-23T02:59:59Z', calendar)).toEqual({ state: 'open', until: new Date('2026-11-23T03:00:00Z') });
  expect(at('2026-11-23T03:00:00Z', calendar)).toEqual({
    state: 'blackout',
    reason: 'Thanksgiving',
    until: new Date('2026-11-23T04:00:00Z'),
  });
  expect(at('2026-11-23T04:00:00Z', calendar).state).toBe('open');
});

test('with blackouts only, everything else is open', () => {
  const freeze = { reason: 'Christmas', start: '2026-12-24T00:00:00Z', end: '2026-12-27T00:00:00Z' };
  expect(at('2026-11-23T08:00:00Z', { windows: [], blackouts: [freeze] })).toEqual({ state: 'open' });
  expect(at('2026-12-25T08:00:00Z', { windows: [], blackouts: [freeze] }).state).toBe('blackout');
});

test('with neither windows nor blackouts, nothing restricts a change', () => {
  expect(at('2026-11-23T08:00:00Z', { windows: [], blackouts: [] })).toEqual({ state: 'unrestricted' });
});

test('says that no window opens within two weeks where a blackout covers them all', () => {
  const freeze = { reason: 'Migration', start: '2026-11-23T06:00:00Z', end: '2027-02-01T00:00:00Z' };
  expect(at('2026-11-23T05:30:00Z', { windows: [nightly('UTC')], blackouts: [freeze] })).toEqual({ state: 'closed' });
});

test('on the night the clocks go back, a window lasts from the first start to the last end', () => {
  const calendar = { windows: [window({ timezone: 'Europe/Vienna', start: '02:30', end: '02:45' })], blackouts: [] };
  expect(listOpenings(calendar, day('2026-10-25', 1))).toEqual([
    { start: Date.parse('2026-10-25T00:30:00Z'), end: Date.parse('2026-10-25T01:45:00Z') },
  ]);
});

test('on the night the clocks go forward, a window starts when the gap is over, or not at all within it', () => {
  const into = { windows: [window({ timezone: 'Europe/Vienna', start: '02:30', end: '04:00' })], blackouts: [] };
  const within = { windows: [window({ timezone: 'Europe/Vienna', start: '02:10', end: '02:50' })], blackouts: [] };
  expect(listOpenings(into, day('2026-03-29', 1))).toEqual([
    { start: Date.parse('2026-03-29T01:00:00Z'), end: Date.parse('2026-03-29T02:00:00Z') },
  ]);
  expect(listOpenings(within, day('2026-03-29', 1))).toEqual([]);
});

const zones = ['UTC', 'Europe/Vienna', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu'];
/** Days around changes of the clocks in those zones, and one ordinary one. */
const starts = ['2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31', '2026-06-12'];
const clockTime = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((minute) => clock(Math.floor(minute / 15) * 15));
const days = fc.subarray(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);
const anyWindow = fc.record({ timezone: fc.constantFrom(...zones), days, start: clockTime, end: clockTime });

test('agrees with a walk through every minute, by wall clock', () => {
  const calendars = fc.record({
    windows: fc.array(anyWindow, { minLength: 1, maxLength: 2 }),
    start: fc.constantFrom(...starts),
    blackout: fc.option(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 900 }))),
  });
  fc.assert(
    fc.property(calendars, ({ windows, start, blackout }) => {
      const span = day(start, 3);
      const hole = blackout && minutes(span.start, blackout[0], blackout[1]);
      const blackouts = hole
        ? [{ reason: 'freeze', start: new Date(hole.start).toISOString(), end: new Date(hole.end).toISOString() }]
        : [];
      const walked = walk(windows, hole ?? undefined, span);
      expect(listOpenings({ windows, blackouts }, span)).toEqual(walked);
    }),
    { numRuns: 40 },
  );
});

function at(instant: string, calendar: ChangeCalendar): CalendarState {
  return calendarAt(new Date(instant), calendar);
}

function window(own: Partial<ChangeWindow>): ChangeWindow {
  return { timezone: 'UTC', days: [], start: '02:00', end: '05:00', ...own };
}

function nightly(timezone: string): ChangeWindow {
  return window({ timezone });
}

function day(date: string, count: number): Opening {
  const start = Date.parse(`${date}T00:00:00Z`);
  return { start, end: start + count * DAY_MS };
}

function minutes(from: number, offset: number, length: number): Opening {
  return { start: from + offset * MINUTE_MS, end: from + (offset + length) * MINUTE_MS };
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/**
 * The rule written a second time, without any arithmetic of dates: look at what a wall clock shows in every minute, and
 * find each window's edges in it.
 */
function walk(windows: readonly ChangeWindow[], hole: Opening | undefined, span: Opening): Opening[] {
  const open = new Set<number>();
  for (const one of windows) for (const minute of openMinutes(one, span)) open.add(minute);
  const result: Opening[] = [];
  for (let minute = span.start; minute < span.end; minute += MINUTE_MS) {
    if (!open.has(minute) || (hole && hole.start <= minute && minute < hole.end)) continue;
    const last = result.at(-1);
    if (last?.end === minute) result.splice(-1, 1, { start: last.start, end: minute + MINUTE_MS });
    else result.push({ start: minute, end: minute + MINUTE_MS });
  }
  return result;
}

function openMinutes(one: ChangeWindow, span: Opening): number[] {
  const shown = shownMinutes(one.timezone, span);
  const dates = [...new Set(shown.map(({ text }) => text.slice(0, 10)))];
  return dates.flatMap((date) => {
    const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
    if (one.days.length > 0 && !one.days.includes(weekday)) return [];
    const following = new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
    const from = edge(shown, `${date} ${one.start}`, 'first');
    const to = edge(shown, `${one.end <= one.start ? following : date} ${one.end}`, 'last');
    return shown.filter((minute) => minute.at >= from && minute.at < to).map((minute) => minute.at);
  });
}

function edge(shown: readonly { at: number; text: string }[], text: string, which: 'first' | 'last'): number {
  const same = shown.filter((minute) => minute.text === text);
  const exact = which === 'first' ? same[0] : same.at(-1);
  return exact?.at ?? shown.find((minute) => minute.text > text)?.at ?? Infinity;
}

function shownMinutes(timezone: string, span: Opening): { at: number; text: string }[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' });
  const shown: { at: number; text: string }[] = [];
  for (let at = span.start - 3 * DAY_MS; at < span.end + 2 * DAY_MS; at += MINUTE_MS)
    shown.push({ at, text: format.format(at) });
  return shown;
}
