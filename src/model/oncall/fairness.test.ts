import { expect, test } from 'vitest';
import { loadsOf, quarterOf } from './fairness.ts';
import { NOTHING_OUTSIDE, type Schedule } from './schedule.ts';

const schedule: Schedule = {
  id: 'platform',
  timezone: 'America/New_York',
  rotations: [
    {
      name: 'primary',
      type: 'weekly',
      length: 1,
      start: '2026-01-05T09:00:00',
      participants: ['alice', 'bob', 'carol'],
    },
    { name: 'secondary', follows: 'primary', offset: 1 },
  ],
  rules: [],
  overrides: [],
};
const twoWeeks = { from: new Date('2026-01-05T14:00:00Z'), to: new Date('2026-01-19T14:00:00Z') };

test('counts hours, nights and weekends of each, the most first', () => {
  expect(loadsOf(schedule, { span: twoWeeks, outside: NOTHING_OUTSIDE })).toEqual([
    load('bob', { hours: 336, nights: 14, weekends: 2, byRotation: { secondary: 168, primary: 168 } }),
    load('alice', { hours: 168, nights: 7, weekends: 1, byRotation: { primary: 168 } }),
    load('carol', { hours: 168, nights: 7, weekends: 1, byRotation: { secondary: 168 } }),
  ]);
});

test('who was never on call is in it, and pages are told where they are counted', () => {
  const span = { from: new Date('2026-01-06T14:00:00Z'), to: new Date('2026-01-06T20:30:00Z') };
  const pages = new Map([['alice', 3]]);
  const loads = loadsOf(schedule, { span, outside: NOTHING_OUTSIDE, pages });
  expect(loads.map(({ person, hours, nights, pages: count }) => [person, hours, nights, count])).toEqual([
    ['alice', 6.5, 0, 3],
    ['bob', 6.5, 0, 0],
    ['carol', 0, 0, 0],
  ]);
});

test('in two places at once, the hours count once', () => {
  const overrides = [
    { type: 'replace' as const, remove: 'alice', person: 'bob', start: '2026-01-01', end: '2026-02-01' },
  ];
  const [bob] = loadsOf({ ...schedule, overrides }, { span: twoWeeks, outside: NOTHING_OUTSIDE });
  expect(bob).toMatchObject({ person: 'bob', hours: 336, nights: 14 });
});

test("a quarter is the calendar's, in the zone of the schedule", () => {
  expect(quarterOf(new Date('2026-04-01T03:59:59Z'), 'America/New_York')).toEqual({
    from: new Date('2026-01-01T05:00:00Z'),
    to: new Date('2026-04-01T04:00:00Z'),
  });
  expect(quarterOf(new Date('2026-12-31T12:00:00Z'), 'UTC').from).toEqual(new Date('2026-10-01T00:00:00Z'));
});

function load(person: string, counts: object): object {
  return { person, ...counts, pages: null };
}
