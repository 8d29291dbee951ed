import { describe, expect, test } from 'vitest';
import { onCallAt } from './on-call-at.ts';
import { type Absence, NOTHING_OUTSIDE, type Override, type Schedule, type TurningRotation } from './schedule.ts';

const PRIMARY: TurningRotation = {
  name: 'primary',
  type: 'weekly',
  length: 1,
  start: '2026-01-05T09:00:00',
  participants: ['alice', 'bob', 'carol'],
};
const SECONDARY = { name: 'secondary', follows: 'primary', offset: 1 };

test('says who is on call from when to when, and who comes after', () => {
  expect(onCallAt(schedule({}), new Date('2026-01-05T14:00:00Z'), NOTHING_OUTSIDE)).toEqual([
    {
      rotation: 'primary',
      person: 'alice',
      shiftStart: new Date('2026-01-05T14:00:00Z'),
      shiftEnd: new Date('2026-01-12T14:00:00Z'),
      next: 'bob',
    },
    {
      rotation: 'secondary',
      person: 'bob',
      shiftStart: new Date('2026-01-05T14:00:00Z'),
      shiftEnd: new Date('2026-01-12T14:00:00Z'),
      next: 'carol',
    },
  ]);
});

test('at the very instant of the hand-off the incoming person is on call', () => {
  expect(who({}, '2026-01-12T13:59:59.999Z')).toBe('primary alice, secondary bob');
  expect(who({}, '2026-01-12T14:00:00.000Z')).toBe('primary bob, secondary carol');
});

test('nobody is on call before a rotation starts', () => {
  expect(who({}, '2026-01-05T13:59:59.999Z')).toBe('');
});

test('the hand-off stays at the same time of day when the clocks change', () => {
  expect(who({}, '2026-03-09T12:59:59Z')).toBe('primary carol, secondary alice');
  expect(who({}, '2026-03-09T13:00:00Z'), '09:00 in summer').toBe('primary alice, secondary bob');
  expect(who({}, '2026-11-02T13:59:59Z')).toBe('primary alice, secondary bob');
  expect(who({}, '2026-11-02T14:00:00Z'), '09:00 in winter').toBe('primary bob, secondary carol');
});

describe('a hand-off at a time that the clocks', () => {
  const daily = (start: string): Partial<Schedule> => ({ rotations: [{ ...PRIMARY, type: 'daily', start }] });

  test('skip is the first instant after the gap, not an hour later', () => {
    expect(who(daily('2026-03-07T02:30:00'), '2026-03-08T06:59:59Z'), '01:59:59').toBe('primary alice');
    expect(who(daily('2026-03-07T02:30:00'), '2026-03-08T07:00:00Z'), '03:00').toBe('primary bob');
  });

  test('show twice is the first of them', () => {
    expect(who(daily('2026-10-31T01:30:00'), '2026-11-01T05:29:59Z'), '01:29:59 in summer').toBe('primary alice');
    expect(who(daily('2026-10-31T01:30:00'), '2026-11-01T05:30:00Z'), '01:30 in summer').toBe('primary bob');
    expect(who(daily('2026-10-31T01:30:00'), '2026-11-01T06:30:00Z'), '01:30 in winter').toBe('primary bob');
  });

  test('skip together with midnight is the first instant of that day', () => {
    const night = { ...daily('2018-11-03T00:00:00'), timezone: 'America/Sao_Paulo' };
    expect(who(night, '2018-11-04T02:59:59Z')).toBe('primary alice');
    expect(who(night, '2018-11-04T03:00:00Z'), '01:00, after 23:59').toBe('primary bob');
  });

  test('skip with a whole day is right after that day, until the next hand-off', () => {
    const samoa = { ...daily('2011-12-28T09:00:00'), timezone: 'Pacific/Apia' };
    expect(who(samoa, '2011-12-30T09:59:59Z'), '29 December, 23:59').toBe('primary bob');
    expect(who(samoa, '2011-12-30T10:00:00Z'), '31 December, 00:00').toBe('primary carol');
    expect(who(samoa, '2011-12-30T19:00:00Z'), '31 December, 09:00').toBe('primary alice');
  });
});

test('hours that are skipped have no turn, and an hour that comes twice is one turn of two hours', () => {
  const hourly: Partial<Schedule> = { rotations: [{ ...PRIMARY, type: 'hourly', start: '2026-03-08T00:00:00' }] };
  expect(who(hourly, '2026-03-08T06:59:59Z'), '01:59').toBe('primary bob');
  expect(who(hourly, '2026-03-08T07:00:00Z'), '03:00; 02:00 was to be carol').toBe('primary alice');
  const autumn: Partial<Schedule> = { rotations: [{ ...PRIMARY, type: 'hourly', start: '2026-11-01T00:00:00' }] };
  const [twice] = onCallAt(schedule(autumn), new Date('2026-11-01T06:30:00Z'), NOTHING_OUTSIDE);
  expect(twice).toMatchObject({
    person: 'bob',
    shiftStart: new Date('2026-11-01T05:00:00Z'),
    shiftEnd: new Date('2026-11-01T07:00:00Z'),
    next: 'carol',
  });
});

test('a monthly rotation that starts on the 31st hands over on the last day of shorter months, and does not drift', () => {
  const monthly: Partial<Schedule> = {
    timezone: 'UTC',
    rotations: [{ ...PRIMARY, type: 'monthly', start: '2026-01-31T09:00:00' }],
  };
  expect(who(monthly, '2026-02-28T08:59:59Z')).toBe('primary alice');
  expect(who(monthly, '2026-02-28T09:00:00Z')).toBe('primary bob');
  expect(who(monthly, '2026-03-28T09:00:00Z')).toBe('primary bob');
  expect(who(monthly, '2026-03-31T09:00:00Z')).toBe('primary carol');
  expect(who(monthly, '2028-02-29T08:59:59Z')).toBe('primary alice');
  expect(who(monthly, '2028-02-29T09:00:00Z'), 'in a leap year').toBe('primary bob');
});

test('a turn may be several periods long', () => {
  const long: Partial<Schedule> = { rotations: [{ ...PRIMARY, length: 2 }] };
  expect(who(long, '2026-01-19T13:59:59Z')).toBe('primary alice');
  expect(who(long, '2026-01-19T14:00:00Z')).toBe('primary bob');
});

test('an hourly rotation is told of 2050 at once', () => {
  const hourly: Partial<Schedule> = { rotations: [{ ...PRIMARY, type: 'hourly' }, SECONDARY] };
  who(hourly, '2026-05-01T00:00:00Z');
  const began = performance.now();
  who(hourly, '2050-05-01T00:00:00Z');
  expect(performance.now() - began).toBeLessThan(1000);
});

describe('who follows', () => {
  test('may follow who follows, and several places behind or ahead', () => {
    const rotations = [PRIMARY, SECONDARY, { name: 'third', follows: 'secondary', offset: 1 }];
    expect(who({ rotations }, '2026-01-05T14:00:00Z')).toBe('primary alice, secondary bob, third carol');
    const before = { name: 'before', follows: 'primary', offset: -1 };
    expect(who({ rotations: [PRIMARY, before] }, '2026-01-05T14:00:00Z')).toBe('primary alice, before carol');
  });

  test('may be written before the one that is followed', () => {
    expect(who({ rotations: [SECONDARY, PRIMARY] }, '2026-01-05T14:00:00Z')).toBe('secondary bob, primary alice');
  });

  test('has the priority of the one that is followed', () => {
    const rotations = [{ ...PRIMARY, priority: 2 }, SECONDARY];
    const rules = [{ days: [], start: '00:00', end: '00:00', person: 'dave', priority: 1 }];
    expect(who({ rotations, rules }, '2026-01-05T14:00:00Z')).toBe('primary alice, secondary bob');
  });
});

describe('rules', () => {
  const nights = { days: ['MO', 'TU'], start: '20:00', end: '08:00', person: 'dave', priority: 1 };

  test('one that crosses midnight belongs to the day it starts on', () => {
    const rules = [nights];
    expect(who({ rotations: [], rules }, '2026-01-06T01:00:00Z'), 'Monday 20:00').toBe('rule 1 dave');
    expect(who({ rotations: [], rules }, '2026-01-07T12:59:59Z'), 'Wednesday 07:59').toBe('rule 1 dave');
    expect(who({ rotations: [], rules }, '2026-01-07T13:00:00Z'), 'Wednesday 08:00').toBe('');
    expect(who({ rotations: [], rules }, '2026-01-05T12:00:00Z'), 'Monday 07:00').toBe('');
  });

  test('the highest priority that has somebody is on call, equals share', () => {
    expect(who({ rules: [nights] }, '2026-01-06T02:00:00Z')).toBe('rule 1 dave');
    expect(who({ rules: [{ ...nights, priority: 0 }] }, '2026-01-06T02:00:00Z')).toBe(
      'primary alice, secondary bob, rule 1 dave',
    );
    expect(who({ rules: [{ ...nights, priority: -1 }] }, '2026-01-06T02:00:00Z')).toBe('primary alice, secondary bob');
  });

  test('a shift ends where a higher layer begins, and says who comes then', () => {
    const [alice] = onCallAt(schedule({ rules: [nights] }), new Date('2026-01-05T15:00:00Z'), NOTHING_OUTSIDE);
    expect(alice).toMatchObject({ person: 'alice', shiftEnd: new Date('2026-01-06T01:00:00Z'), next: 'dave' });
  });

  test('each may have a zone of its own, to follow the sun', () => {
    const day = { days: [], start: '09:00', end: '17:00', priority: 1 };
    const rules = [
      { ...day, name: 'Sydney', person: 'dave', timezone: 'Australia/Sydney' },
      { ...day, name: 'New York', person: 'alice' },
    ];
    expect(who({ rotations: [], rules }, '2026-01-05T23:00:00Z')).toBe('Sydney dave');
    expect(who({ rotations: [], rules }, '2026-01-06T15:00:00Z')).toBe('New York alice');
  });

  test('one that ends at a time that comes twice ends the second time', () => {
    const rules = [{ ...nights, days: [], end: '01:30' }];
    expect(who({ rotations: [], rules }, '2026-11-01T06:29:59Z'), '01:29:59 in winter').toBe('rule 1 dave');
    expect(who({ rotations: [], rules }, '2026-11-01T06:30:00Z')).toBe('');
  });
});

describe('overrides', () => {
  const day = { start: '2026-01-06T00:00:00Z', end: '2026-01-07T00:00:00Z' };
  const inside = '2026-01-06T12:00:00Z';

  test('replaces where the replaced one is on call, for so long, and says instead of whom', () => {
    const overrides: Override[] = [{ type: 'replace', remove: 'alice', person: 'dave', ...day }];
    expect(who({ overrides }, '2026-01-05T23:59:59.999Z')).toBe('primary alice, secondary bob');
    expect(who({ overrides }, '2026-01-06T00:00:00Z')).toBe('primary dave for alice, secondary bob');
    expect(who({ overrides }, '2026-01-07T00:00:00Z')).toBe('primary alice, secondary bob');
    const [dave] = onCallAt(schedule({ overrides }), new Date(inside), NOTHING_OUTSIDE);
    expect(dave).toMatchObject({ shiftStart: new Date(day.start), shiftEnd: new Date(day.end), next: 'alice' });
  });

  test('replacing somebody who is not on call changes nothing', () => {
    const overrides: Override[] = [{ type: 'replace', remove: 'carol', person: 'dave', ...day }];
    expect(who({ overrides }, inside)).toBe('primary alice, secondary bob');
  });

  test('replaces in one rotation only where it names one', () => {
    const rotations = [PRIMARY, { name: 'shadow', follows: 'primary', offset: 3 }];
    const overrides: Override[] = [{ type: 'replace', remove: 'alice', person: 'dave', rotation: 'shadow', ...day }];
    expect(who({ rotations, overrides }, inside)).toBe('primary alice, shadow dave for alice');
  });

  test('removes, and leaves a place empty', () => {
    expect(who({ overrides: [{ type: 'remove', remove: 'alice', ...day }] }, inside)).toBe('secondary bob');
  });

  test('what a higher layer is removed from is left to the one beneath', () => {
    const rules = [{ days: [], start: '00:00', end: '00:00', person: 'dave', priority: 1 }];
    expect(who({ rules, overrides: [{ type: 'remove', remove: 'dave', ...day }] }, inside)).toBe(
      'primary alice, secondary bob',
    );
  });

  test('adds somebody, but not twice', () => {
    expect(who({ overrides: [{ type: 'add', person: 'dave', ...day }] }, inside)).toBe(
      'primary alice, secondary bob, override dave',
    );
    expect(who({ overrides: [{ type: 'add', person: 'bob', ...day }] }, inside)).toBe('primary alice, secondary bob');
  });

  test('act in their order, each on what those before it left', () => {
    const overrides: Override[] = [
      { type: 'replace', remove: 'alice', person: 'dave', ...day },
      { type: 'replace', remove: 'dave', person: 'carol', ...day },
    ];
    expect(who({ overrides }, inside)).toBe('primary carol for alice, secondary bob');
    expect(who({ overrides: overrides.toReversed() }, inside)).toBe('primary dave for alice, secondary bob');
  });

  test('those of the database come after those of the configuration', () => {
    const overrides: Override[] = [{ type: 'replace', remove: 'alice', person: 'dave', ...day }];
    const stored: Override[] = [{ type: 'replace', remove: 'dave', person: 'carol', ...day }];
    const answer = onCallAt(schedule({ overrides }), new Date(inside), { overrides: stored, absences: [] });
    expect(answer[0]?.person).toBe('carol');
  });
});

describe('who is away', () => {
  const inside = '2026-01-06T12:00:00Z';
  const away = (...people: string[]): Absence[] =>
    people.map((person) => ({
      person,
      start: new Date('2026-01-06T00:00:00Z'),
      end: new Date('2026-01-07T00:00:00Z'),
      summary: 'holiday',
    }));

  test('is stood in for by the next of the rotation, and who follows moves up', () => {
    expect(who({}, inside, away('alice'))).toBe('primary bob for alice, secondary carol for bob');
    expect(who({}, '2026-01-07T00:00:00Z', away('alice'))).toBe('primary alice, secondary bob');
  });

  test('leaves the others where they are, if it was not their turn', () => {
    expect(who({}, inside, away('carol'))).toBe('primary alice, secondary bob');
    expect(who({}, inside, away('bob'))).toBe('primary alice, secondary carol for bob');
  });

  test('with everybody else leaves the place empty', () => {
    expect(who({}, inside, away('alice', 'bob', 'carol'))).toBe('');
  });

  test('as the only one left is in both places, which shows as a conflict', () => {
    expect(who({}, inside, away('alice', 'bob'))).toBe('primary carol for alice, secondary carol for bob');
  });

  test('is replaced as an override says, rather than by the next', () => {
    const overrides: Override[] = [
      { type: 'replace', remove: 'alice', person: 'dave', start: '2026-01-01', end: '2026-02-01' },
    ];
    expect(who({ overrides }, inside, away('alice'))).toBe('primary dave for alice, secondary bob');
  });

  test('from a rule leaves it to the layer beneath', () => {
    const rules = [{ days: [], start: '00:00', end: '00:00', person: 'dave', priority: 1 }];
    expect(who({ rules }, inside, away('dave'))).toBe('primary alice, secondary bob');
  });
});

function schedule(parts: Partial<Schedule>): Schedule {
  return {
    id: 'platform',
    timezone: 'America/New_York',
    rotations: [PRIMARY, SECONDARY],
    rules: [],
    overrides: [],
    ...parts,
  };
}

/** `primary bob for alice, secondary carol` */
function who(parts: Partial<Schedule>, at: string, absences: readonly Absence[] = []): string {
  return onCallAt(schedule(parts), new Date(at), { overrides: [], absences })
    .map(({ rotation, person, instead }) => `${rotation} ${person}${instead === undefined ? '' : ` for ${instead}`}`)
    .join(', ');
}
