import { expect, test } from 'vitest';
import { NOTHING_OUTSIDE, type Schedule } from './schedule.ts';
import { warningsOf } from './warnings.ts';

const schedule: Schedule = {
  id: 'platform',
  timezone: 'UTC',
  rotations: [
    {
      name: 'primary',
      type: 'weekly',
      length: 1,
      start: '2026-01-05T09:00:00',
      participants: ['alice', 'bob', 'alice'],
    },
  ],
  rules: [{ days: [], start: '20:00', end: '08:00', person: 'toString', priority: 1 }],
  overrides: [],
};

test('says whom nobody could reach, and who has more turns than others', () => {
  const people = { alice: { name: 'Alice', phone: '+1-555-0100' }, bob: { name: 'Bob', role: 'Team lead' } };
  expect(warningsOf(schedule, people, NOTHING_OUTSIDE)).toEqual([
    'alice has more than one turn in each round of primary',
    'bob has no phone, slack, teams or email',
    'toString is not among people, so nothing says how to reach them',
  ]);
});

test('says that a schedule is empty', () => {
  expect(warningsOf({ ...schedule, rotations: [], rules: [] }, {}, NOTHING_OUTSIDE)).toEqual([
    'it has neither rotations nor rules',
  ]);
});
