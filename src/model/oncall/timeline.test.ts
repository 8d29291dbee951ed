import { expect, test } from 'vitest';
import { NOTHING_OUTSIDE, type Schedule } from './schedule.ts';
import { timeline } from './timeline.ts';

const PAIR: Schedule = {
  id: 'platform',
  timezone: 'UTC',
  rotations: [
    { name: 'primary', type: 'weekly', length: 1, start: '2026-01-05T09:00:00', participants: ['alice', 'bob'] },
    { name: 'secondary', follows: 'primary', offset: 1 },
  ],
  rules: [],
  overrides: [],
};

test('is merged and half-open: two who change places are the same people', () => {
  expect(of(PAIR, '2026-01-05T09:00:00Z', '2026-02-05T00:00:00Z')).toEqual({
    segments: ['2026-01-05T09:00 2026-02-05T00:00 alice,bob'],
    gaps: [],
    conflicts: [],
  });
});

test('is cut to the span, and says where nobody is on call', () => {
  expect(
    of({ ...PAIR, rotations: PAIR.rotations.slice(0, 1) }, '2026-01-04T00:00:00Z', '2026-01-13T00:00:00Z'),
  ).toEqual({
    segments: ['2026-01-05T09:00 2026-01-12T09:00 alice', '2026-01-12T09:00 2026-01-13T00:00 bob'],
    gaps: ['2026-01-04T00:00 2026-01-05T09:00'],
    conflicts: [],
  });
});

test('says who has two places at once, and for how long', () => {
  const overrides = [
    {
      type: 'replace' as const,
      remove: 'alice',
      person: 'bob',
      start: '2026-01-06T00:00:00Z',
      end: '2026-01-14T00:00:00Z',
    },
  ];
  expect(of({ ...PAIR, overrides }, '2026-01-05T09:00:00Z', '2026-01-15T00:00:00Z')).toEqual({
    segments: [
      '2026-01-05T09:00 2026-01-06T00:00 alice,bob',
      '2026-01-06T00:00 2026-01-14T00:00 bob',
      '2026-01-14T00:00 2026-01-15T00:00 alice,bob',
    ],
    gaps: [],
    conflicts: ['2026-01-06T00:00 2026-01-14T00:00 bob'],
  });
});

test('of no time there is nothing to tell', () => {
  expect(of(PAIR, '2026-01-05T09:00:00Z', '2026-01-05T09:00:00Z')).toEqual({ segments: [], gaps: [], conflicts: [] });
});

test('without rotations and rules, all of it is a gap', () => {
  const empty = { ...PAIR, rotations: [] };
  expect(of(empty, '2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z').gaps).toEqual(['2026-01-05T00:00 2026-01-06T00:00']);
});

function of(schedule: Schedule, from: string, to: string) {
  const { segments, gaps, conflicts } = timeline(schedule, { from: new Date(from), to: new Date(to) }, NOTHING_OUTSIDE);
  const minute = (at: Date): string => at.toISOString().slice(0, 16);
  return {
    segments: segments.map(({ start, end, people }) => `${minute(start)} ${minute(end)} ${people.join()}`),
    gaps: gaps.map(({ start, end }) => `${minute(start)} ${minute(end)}`),
    conflicts: conflicts.map(({ start, end, person }) => `${minute(start)} ${minute(end)} ${person}`),
  };
}
