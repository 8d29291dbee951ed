import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cadence, cadenceProblem, instantsBetween, nextInstant, previousInstant } from './cadence.ts';

const NEW_YORK = 'America/New_York';
const HOUR_MS = 3_600_000;

describe('EN11: a daily time is once a day', () => {
  test('at 02:30 on the day that has no 02:30, right after the gap', () => {
    expect(between({ cron: '30 2 * * *', timezone: NEW_YORK }, '2026-03-07T00:00:00Z', '2026-03-10T00:00:00Z')).toEqual(
      ['2026-03-07T07:30:00.000Z', '2026-03-08T07:00:00.000Z', '2026-03-09T06:30:00.000Z'],
    );
  });

  test('at 01:30 on the day that has 01:30 twice, the first time', () => {
    expect(between({ cron: '30 1 * * *', timezone: NEW_YORK }, '2026-10-31T00:00:00Z', '2026-11-03T00:00:00Z')).toEqual(
      ['2026-10-31T05:30:00.000Z', '2026-11-01T05:30:00.000Z', '2026-11-02T06:30:00.000Z'],
    );
  });

  test('in every zone and year of a sample: one instant for each local day', () => {
    fc.assert(
      fc.property(zones, fc.integer({ min: 2020, max: 2035 }), minutes, fc.integer({ min: 0, max: 23 }), (...given) => {
        const [timezone, year, minute, hour] = given;
        const cadence = { cron: `${minute} ${hour} * * *`, timezone };
        const span = { after: new Date(Date.UTC(year, 0, 1)), until: new Date(Date.UTC(year + 1, 0, 1)), most: 400 };
        const days = instantsBetween(cadence, span).map((at) => localParts(timezone, at).slice(0, 3).join('-'));
        expect(new Set(days).size).toBe(days.length);
        expect(days.length).toBeGreaterThanOrEqual(365);
        expect(days.length).toBeLessThanOrEqual(367);
      }),
      { numRuns: 30 },
    );
  });
});

describe('EN12: the first Monday at 09:00', () => {
  const mondays = ['2026-04-06T07:00:00.000Z', '2026-05-04T07:00:00.000Z', '2026-06-01T07:00:00.000Z'];

  test.each(['0 9 1-7 * 1', '0 9 * * 1#1'])('as %s never comes on another day', (cron) => {
    expect(between({ cron, timezone: 'Europe/Vienna' }, '2026-04-01T00:00:00Z', '2026-07-01T00:00:00Z')).toEqual(
      mondays,
    );
  });
});

test('first and third Mondays can be one cadence', () => {
  expect(between({ cron: '0 9 * * 1#1,1#3', timezone: 'UTC' }, '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z')).toEqual(
    ['2026-11-02T09:00:00.000Z', '2026-11-16T09:00:00.000Z'],
  );
});

test('the next is after an instant, the previous is at or before it', () => {
  const cadence = { cron: '0 9 * * *', timezone: 'UTC' };
  const nine = new Date('2026-11-23T09:00:00Z');
  expect(nextInstant(cadence, nine)).toEqual(new Date('2026-11-24T09:00:00Z'));
  expect(nextInstant(cadence, new Date(nine.getTime() - 1))).toEqual(nine);
  expect(previousInstant(cadence, nine)).toEqual(nine);
  expect(previousInstant(cadence, new Date(nine.getTime() + 1))).toEqual(nine);
  expect(previousInstant(cadence, new Date(nine.getTime() - 1))).toEqual(new Date('2026-11-22T09:00:00Z'));
});

test('of more than are asked for, the newest are told', () => {
  const span = { after: new Date('2026-01-01T00:00:00Z'), until: new Date('2026-11-23T09:00:00Z'), most: 2 };
  expect(instantsBetween({ cron: '0 9 * * *', timezone: 'UTC' }, span)).toEqual([
    new Date('2026-11-22T09:00:00Z'),
    new Date('2026-11-23T09:00:00Z'),
  ]);
});

test.each([
  ['0 9 * * 1#1', undefined],
  ['61 9 * * *', 'Invalid value for minute: 61'],
  ['0 9 30 2 *', 'it never comes'],
  ['0 0 9 * * 1', 'it has not five fields'],
  ['every morning', 'it has not five fields'],
])('what is wrong with %s: %s', (cron, problem) => {
  expect(cadenceProblem(cron)).toBe(problem);
});

test('comes when a walk through every minute of the local clock says, in both directions', () => {
  fc.assert(
    fc.property(crons, zones, weeks, (cron, timezone, week) => {
      const cadence = { cron: cron.text, timezone };
      const span = { after: new Date(week - 1), until: new Date(week + 8 * 24 * HOUR_MS), most: 10_000 };
      const walked = walk(cron, timezone, span);
      expect(instantsBetween(cadence, span)).toEqual(walked);
      expect(forwards(cadence, span)).toEqual(walked);
    }),
    { numRuns: 60 },
  );
});

function forwards(cadence: Cadence, { after, until }: { after: Date; until: Date }): Date[] {
  const found: Date[] = [];
  for (let at = nextInstant(cadence, after); at && at <= until; at = nextInstant(cadence, at)) found.push(at);
  return found;
}

function between(cadence: Cadence, after: string, until: string): string[] {
  const span = { after: new Date(after), until: new Date(until), most: 100 };
  return instantsBetween(cadence, span).map((at) => at.toISOString());
}

const zones = fc.constantFrom(
  NEW_YORK,
  'Europe/Vienna',
  'Pacific/Auckland',
  'Australia/Lord_Howe', // half an hour of summer time
  'America/Havana', // at midnight
  'Asia/Kolkata',
  'UTC',
);
const minutes = fc.integer({ min: 0, max: 59 });
/** Weeks in which clocks change somewhere, and one in which they do not. */
const weeks = fc
  .constantFrom(
    '2026-03-05',
    '2026-03-26',
    '2026-04-01',
    '2026-09-24',
    '2026-10-01',
    '2026-10-22',
    '2026-10-29',
    '2026-06-10',
  )
  .map((text) => Date.parse(`${text}T00:00:00Z`));

interface Drawn {
  readonly text: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly weekdays: readonly number[];
}

const crons: fc.Arbitrary<Drawn> = fc
  .record({
    minutes: fc.uniqueArray(minutes, { minLength: 1, maxLength: 2 }),
    hours: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 3 }),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { maxLength: 8 }),
    weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
  })
  .map((drawn) => {
    const field = (values: readonly number[]) => (values.length > 0 ? values.join(',') : '*');
    const { minutes: minute, hours, days, weekdays } = drawn;
    return { ...drawn, text: `${field(minute)} ${field(hours)} ${field(days)} * ${field(weekdays)}` };
  });

/**
 * Every minute that passes, with what a clock on the wall shows then. A time that it jumped over counts as the minute after
 * the jump; a time that it has shown before, on the same day, does not count again.
 */
function walk({ minutes: minute, hours, days, weekdays }: Drawn, timezone: string, span: { after: Date; until: Date }) {
  const wanted = (wall: number) => {
    const at = new Date(wall);
    const [day, weekday] = [at.getUTCDate(), at.getUTCDay()];
    return (
      minute.includes(at.getUTCMinutes()) &&
      hours.includes(at.getUTCHours()) &&
      (days.length === 0 || days.includes(day)) &&
      (weekdays.length === 0 || weekdays.includes(weekday))
    );
  };
  const found: Date[] = [];
  // A day before the span, so that what was shown before it is known.
  let highest = wallClock(timezone, span.after.getTime() + 1 - 24 * HOUR_MS) - 60_000;
  for (let at = span.after.getTime() + 1 - 24 * HOUR_MS; at <= span.until.getTime(); at += 60_000) {
    const wall = wallClock(timezone, at);
    let comes = false;
    for (let shown = highest + 60_000; shown <= wall; shown += 60_000) comes ||= wanted(shown);
    highest = Math.max(highest, wall);
    if (comes && at > span.after.getTime()) found.push(new Date(at));
  }
  return found;
}

const offsets = new Map<string, number>();

/** What the clock on the wall shows, as if it were UTC's. Zones change at whole quarters of an hour. */
function wallClock(timezone: string, at: number): number {
  const quarter = at - (at % 900_000);
  const key = `${timezone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const [year = 0, month = 1, day, hour, minute] = localParts(timezone, new Date(quarter));
    offset = Date.UTC(year, month - 1, day, hour, minute) - quarter;
    offsets.set(key, offset);
  }
  return at + offset;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localParts(timezone: string, at: Date): number[] {
  let format = formats.get(timezone);
  if (!format) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
    format = new Intl.DateTimeFormat('en-US', { ...numeric, timeZone: timezone, hourCycle: 'h23' });
    formats.set(timezone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)] as const));
  return (['year', 'month', 'day', 'hour', 'minute'] as const).map((type) => parts.get(type) ?? Number.NaN);
}
