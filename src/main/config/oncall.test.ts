import { describe, expect, test } from 'vitest';
import { oncall } from './oncall.ts';
import { person } from './people.ts';

const PRIMARY = {
  name: 'primary',
  type: 'weekly',
  start: '2026-01-05T09:00:00',
  participants: ['alice', 'bob', 'carol'],
};

test('what is left out is filled in', () => {
  const rotations = [PRIMARY, { name: 'secondary', follows: 'primary' }];
  const rules = [{ start: '20:00', end: '08:00', person: 'bob' }];
  expect(oncall.parse({ schedules: { platform: { timezone: 'UTC', rotations, rules } } })).toEqual({
    schedules: {
      platform: {
        timezone: 'UTC',
        rotations: [
          { ...PRIMARY, length: 1 },
          { name: 'secondary', follows: 'primary', offset: 1 },
        ],
        rules: [{ ...rules[0], days: [], priority: 1 }],
        overrides: [],
      },
    },
  });
});

test('of an override that removes, the person may stand under either name', () => {
  const span = { start: '2026-03-01T12:00:00Z', end: '2026-03-02T12:00:00Z' };
  const overrides = [
    { type: 'remove', remove: 'alice', ...span },
    { type: 'remove', person: 'bob', ...span },
  ];
  const { schedules } = oncall.parse({ schedules: { platform: { timezone: 'UTC', overrides } } });
  expect(schedules['platform']?.overrides).toEqual([
    { type: 'remove', remove: 'alice', ...span },
    { type: 'remove', remove: 'bob', ...span },
  ]);
});

describe('is refused where it could not be meant', () => {
  test.each([
    [{ rotations: [{ name: 'x', follows: 'primary' }] }, 'rotations.0.follows: another rotation'],
    [{ rotations: [PRIMARY, { name: 'x', follows: 'y' }] }, 'rotations.1.follows: another rotation: primary'],
    [
      {
        rotations: [
          { name: 'x', follows: 'y' },
          { name: 'y', follows: 'x' },
        ],
      },
      'rotations.0.follows: a rotation that does not follow x itself',
      'rotations.1.follows: a rotation that does not follow y itself',
    ],
    [
      { rotations: [PRIMARY, { name: 'secondary', follows: 'primary', offset: -3 }] },
      'rotations.1.offset: another offset: of 3 participants, primary and secondary would always be the same',
    ],
    [
      { rotations: [PRIMARY, { name: 's', follows: 'primary' }, { name: 't', follows: 'primary', offset: 4 }] },
      'rotations.2.offset: another offset: of 3 participants, s and t would always be the same',
    ],
    [{ rotations: [PRIMARY, PRIMARY] }, 'rotations.1.name: a name of its own, primary is taken'],
    [
      { rotations: [PRIMARY], rules: [{ name: 'primary', start: '08:00', end: '09:00', person: 'a' }] },
      'rules.0.name: a name of its own, primary is taken',
    ],
    [
      { rotations: [{ ...PRIMARY, start: '2026-02-30T09:00:00' }] },
      'rotations.0.start: a local time without a zone, e.g. 2026-01-05T09:00:00',
    ],
    [
      { rotations: [{ ...PRIMARY, start: '2026-01-05T09:00:00Z' }] },
      'rotations.0.start: a local time without a zone, e.g. 2026-01-05T09:00:00',
    ],
    [
      { rotations: [PRIMARY, { name: 's', follows: 'primary', type: 'daily' }] },
      'rotations.1.type: nothing here: s takes its turns with primary',
    ],
    [
      { rotations: [{ name: 'x', start: PRIMARY.start, participants: ['alice'] }] },
      'rotations.0.type: hourly, daily, weekly or monthly; or follows, with another rotation',
    ],
    [
      { overrides: [{ type: 'replace', person: 'bob', start: '2026-01-01', end: '2026-01-02' }] },
      'overrides.0.remove: who is replaced',
    ],
    [
      { overrides: [{ type: 'add', remove: 'bob', start: '2026-01-01', end: '2026-01-02' }] },
      'overrides.0.person: who is added',
      'overrides.0.remove: it with replace or remove only',
    ],
    [
      { overrides: [{ type: 'add', person: 'bob', start: '2026-01-02', end: '2026-01-01' }] },
      'overrides.0.end: an end after its start',
    ],
    [
      {
        rotations: [PRIMARY],
        overrides: [{ type: 'remove', remove: 'bob', rotation: 'primry', start: '2026-01-01', end: '2026-01-02' }],
      },
      'overrides.0.rotation: one of primary',
    ],
  ])('%#', (parts, ...problems) => {
    expect(problemsOf(parts)).toEqual(problems);
  });
});

test('a person is told as what they are and how they are reached', () => {
  const quietHours = { timezone: 'Europe/Vienna', start: '22:00', end: '07:00' };
  expect(
    person.parse({ name: 'Alice', role: 'Team lead', notify: ['slack', { channel: 'sms', after: '5m' }], quietHours }),
  ).toEqual({
    name: 'Alice',
    role: 'Team lead',
    notify: [
      { channel: 'slack', after: '0s' },
      { channel: 'sms', after: '5m' },
    ],
    quietHours: { ...quietHours, days: [] },
  });
});

test.each([
  ['https://calendar.example.com/alice.ics', true],
  ['http://127.0.0.1:8080/alice.ics', true],
  ['absences/alice.ics', true],
  ['http://calendar.example.com/alice.ics', false],
  ['webcal://calendar.example.com/alice.ics', false],
])('absences come from an https URL, this machine or a file: %s', (absences, taken) => {
  expect(person.safeParse({ name: 'Alice', absences }).success).toBe(taken);
});

function problemsOf(parts: object): string[] {
  const { error } = oncall.safeParse({ schedules: { s: { timezone: 'UTC', ...parts } } });
  return (error?.issues ?? []).map(({ path, message }) => `${path.slice(2).join('.')}: ${message}`);
}
