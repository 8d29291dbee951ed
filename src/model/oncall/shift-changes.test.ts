import { expect, test } from 'vitest';
import { NOTHING_OUTSIDE, type Override, type Schedule } from './schedule.ts';
import { shiftChanges } from './shift-changes.ts';

const WEEKLY: Schedule = {
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

function changes(schedule: Schedule, from: string, to: string, overrides: readonly Override[] = []): string[] {
  const span = { start: Date.parse(from), end: Date.parse(to) };
  return shiftChanges(schedule, span, { ...NOTHING_OUTSIDE, overrides }).map(
    ({ rotation, start, outgoing, incoming }) =>
      `${rotation} ${new Date(start).toISOString().slice(0, 16)} ${outgoing?.person ?? '–'} → ${incoming}`,
  );
}

test('each rotation hands over at nine by the clocks on the wall, in winter and in summer', () => {
  expect(changes(WEEKLY, '2026-02-25T00:00:00Z', '2026-03-12T00:00:00Z')).toEqual([
    'primary 2026-03-02T14:00 bob → carol',
    'secondary 2026-03-02T14:00 carol → alice',
    'primary 2026-03-09T13:00 carol → alice',
    'secondary 2026-03-09T13:00 alice → bob',
  ]);
});

test('the first turn of a rotation is taken over from nobody', () => {
  expect(changes(WEEKLY, '2025-12-20T00:00:00Z', '2026-01-06T00:00:00Z')[0]).toBe('primary 2026-01-05T14:00 – → alice');
});

test('who stands in at the change takes over, and hands over when the person comes whose turn it is', () => {
  const override: Override = {
    type: 'replace',
    remove: 'carol',
    person: 'dave',
    rotation: 'primary',
    start: '2026-03-01T00:00:00Z',
    end: '2026-03-02T20:00:00Z',
  };
  expect(
    changes(WEEKLY, '2026-02-25T00:00:00Z', '2026-03-05T00:00:00Z', [override]).filter((one) =>
      one.startsWith('primary'),
    ),
  ).toEqual(['primary 2026-03-02T14:00 bob → dave', 'primary 2026-03-02T20:00 dave → carol']);
});

test('who stands in for an hour and gives it back takes nothing over; for a day they do', () => {
  const standIn = (hours: number): Override => ({
    type: 'replace',
    remove: 'bob',
    person: 'dave',
    rotation: 'primary',
    start: '2026-02-26T10:00:00Z',
    end: new Date(Date.parse('2026-02-26T10:00:00Z') + hours * 3_600_000).toISOString(),
  });
  const made = (hours: number): string[] =>
    changes(WEEKLY, '2026-02-25T00:00:00Z', '2026-03-01T00:00:00Z', [standIn(hours)]);
  expect(made(1)).toEqual([]);
  expect(made(24)).toEqual(['primary 2026-02-26T10:00 bob → dave', 'primary 2026-02-27T10:00 dave → bob']);
});

test('a gap in which nobody or a rule has the place hands nothing over, and who comes back goes on', () => {
  const nights: Schedule = {
    ...WEEKLY,
    rotations: WEEKLY.rotations.slice(0, 1),
    rules: [{ days: [], start: '08:00', end: '18:00', person: 'office', priority: 1 }],
  };
  expect(changes(nights, '2026-02-25T00:00:00Z', '2026-03-04T00:00:00Z')).toEqual([
    // The turn changes at nine, while the office is on call: who has the night takes over in the evening.
    'primary 2026-03-02T23:00 bob → carol',
  ]);
});

test('one person who follows themselves, and a schedule of rules alone, hand nothing over', () => {
  const lonely: Schedule = {
    ...WEEKLY,
    rotations: [{ name: 'primary', type: 'daily', length: 1, start: '2026-01-05T09:00:00', participants: ['alice'] }],
  };
  expect(changes(lonely, '2026-02-25T00:00:00Z', '2026-03-04T00:00:00Z')).toEqual([]);
  const rules: Schedule = {
    ...WEEKLY,
    rotations: [],
    rules: [
      { days: [], start: '08:00', end: '20:00', person: 'alice', priority: 1 },
      { days: [], start: '20:00', end: '08:00', person: 'bob', priority: 1 },
    ],
  };
  expect(changes(rules, '2026-02-25T00:00:00Z', '2026-03-04T00:00:00Z')).toEqual([]);
});
