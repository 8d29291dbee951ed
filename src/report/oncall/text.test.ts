import { describe, expect, test } from 'vitest';
import { onCallAt } from '../../model/oncall/on-call-at.ts';
import { NOTHING_OUTSIDE, type Override, type Schedule } from '../../model/oncall/schedule.ts';
import { listShifts } from '../../model/oncall/shifts.ts';
import { timeline } from '../../model/oncall/timeline.ts';
import { checkText } from './check.ts';
import { fairnessText } from './fairness.ts';
import { overridesText } from './overrides.ts';
import { timelineText } from './timeline.ts';
import { whoText } from './who.ts';

const PEOPLE = {
  alice: { name: 'Alice Example', email: 'alice@example.com', slack: '@alice', phone: '+1-555-0100' },
  bob: { name: 'Bob' },
};
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
const { timezone } = schedule;
const SWAP: Override = {
  type: 'replace',
  remove: 'alice',
  person: 'carol',
  start: '2026-01-06T12:00:00Z',
  end: '2026-01-07T12:00:00Z',
};

describe('who', () => {
  test('says the phone first, until when by the local clock, and who comes then', () => {
    expect(whoAt('2026-01-05T14:00:00Z')).toBe(`platform at Mon 2026-01-05 09:00 America/New_York

primary    Alice Example (alice)
           +1-555-0100 · @alice · alice@example.com
           until Mon 2026-01-12 09:00 (7d left), then Bob (bob)

secondary  Bob (bob)
           no phone, slack, teams or email
           until Mon 2026-01-12 09:00 (7d left), then carol
`);
  });

  test('says instead of whom somebody is on call, and that nothing is known of them', () => {
    expect(whoAt('2026-01-06T13:00:00Z', [SWAP])).toContain(`primary    carol, instead of Alice Example (alice)
           not among people: no way to reach them is known
           until Wed 2026-01-07 07:00 (23h left), then Alice Example (alice)
`);
  });

  test('says loudly that nobody is, and when somebody will be', () => {
    expect(whoAt('2026-01-05T02:00:00Z')).toBe(`NOBODY is on call: platform at Sun 2026-01-04 21:00 America/New_York
Next: Alice Example (alice) and Bob (bob) from Mon 2026-01-05 09:00, in 12h.
`);
  });

  test('does not print what could move the cursor', () => {
    const at = new Date('2026-01-05T14:00:00Z');
    const oncall = [{ rotation: 'p\u{1b}[2J', person: 'x\u{1b}[2J', shiftStart: at, shiftEnd: at, next: null }];
    expect(whoText({ schedule: 's', timezone, at, oncall, next: undefined }, {}, 80)).not.toContain('\u{1b}');
  });
});

test('a timeline has its gaps between the shifts, and conflicts beneath', () => {
  const span = { from: new Date('2026-01-05T00:00:00Z'), to: new Date('2026-01-13T00:00:00Z') };
  const swap = { ...SWAP, person: 'bob' };
  const swapped = { ...schedule, overrides: [swap] };
  const shifts = listShifts(swapped, { start: span.from.getTime(), end: span.to.getTime() }, NOTHING_OUTSIDE);
  const text = timelineText({ span, timezone, shifts, timeline: timeline(swapped, span, NOTHING_OUTSIDE), width: 100 });
  expect(text).toBe(`FROM                  UNTIL                 LASTS  ROTATION   PERSON
Sun 2026-01-04 19:00  Mon 2026-01-05 09:00  14h    –          NOBODY
Mon 2026-01-05 09:00  Tue 2026-01-06 07:00  22h    primary    alice
Mon 2026-01-05 09:00  Mon 2026-01-12 09:00  7d     secondary  bob
Tue 2026-01-06 07:00  Wed 2026-01-07 07:00  1d     primary    bob instead of alice
Wed 2026-01-07 07:00  Mon 2026-01-12 09:00  5d2h   primary    alice
Mon 2026-01-12 09:00  Mon 2026-01-12 19:00  10h    primary    bob
Mon 2026-01-12 09:00  Mon 2026-01-12 19:00  10h    secondary  carol

bob has two places at once: Tue 2026-01-06 07:00 to Wed 2026-01-07 07:00

Times in America/New_York.
`);
});

test('a check names gaps, conflicts and warnings, or says that there are none', () => {
  const span = { from: new Date('2026-01-05T00:00:00Z'), to: new Date('2026-01-12T00:00:00Z') };
  const good = { schedule: 'good', timezone: 'UTC', gaps: [], conflicts: [], warnings: [] };
  const gaps = Array.from({ length: 12 }, (_, day) => ({
    start: new Date(Date.UTC(2026, 0, 5 + day)),
    end: new Date(Date.UTC(2026, 0, 5 + day, 1)),
  }));
  const bad = { ...good, schedule: 'bad', gaps, warnings: ['it is empty'] };
  expect(checkText([good, bad], span, 100))
    .toBe(`good, 7d from Mon 2026-01-05 00:00 UTC: somebody is on call all the time, nobody in two places.

bad, 7d from Mon 2026-01-05 00:00 UTC: 12 gaps, 0 conflicts
${Array.from({ length: 10 }, (_, day) => gapLine(new Date(Date.UTC(2026, 0, 5 + day)))).join('')}  … and 2 more (--output json)
  warning: it is empty
`);
});

test('fairness has a column for pages where they are counted', () => {
  const span = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z') };
  const load = { person: 'alice', hours: 1234.5, nights: 12, weekends: 3, byRotation: {}, pages: null };
  expect(fairnessText([load], { span, timezone: 'UTC', width: 80 })).toBe(`PERSON     HOURS    NIGHTS  WEEKENDS
alice    1,234.5        12         3

Thu 2026-01-01 00:00 to Wed 2026-04-01 00:00 UTC; nights are 22:00 to 07:00.
`);
  expect(fairnessText([{ ...load, pages: 7 }], { span, timezone: 'UTC', width: 80 })).toContain('PAGES');
});

test('stored overrides are told as what they do', () => {
  const stored = {
    id: 3,
    type: 'replace' as const,
    person: 'bob',
    removed: 'alice',
    rotation: 'primary',
    startAt: new Date('2026-01-06T12:00:00Z'),
    endAt: new Date('2026-01-07T12:00:00Z'),
    reason: 'dentist',
    createdBy: 'carol',
  };
  expect(overridesText([stored], timezone, 120))
    .toBe(`ID  FROM                  UNTIL                 WHAT                            BY     REASON
3   Tue 2026-01-06 07:00  Wed 2026-01-07 07:00  bob instead of alice (primary)  carol  dentist

Times in America/New_York.
`);
});

function whoAt(instant: string, overrides: readonly Override[] = []): string {
  const at = new Date(instant);
  const outside = { overrides, absences: [] };
  const ahead = { from: at, to: new Date(at.getTime() + 30 * 86_400_000) };
  const [next] = timeline(schedule, ahead, outside).segments;
  const oncall = onCallAt(schedule, at, outside);
  return whoText({ schedule: 'platform', timezone, at, oncall, next }, PEOPLE, 80);
}

function gapLine(start: Date): string {
  const weekday = start.toLocaleDateString('en-US', { weekday: 'short', timeZone: 'UTC' });
  const day = `${weekday} ${start.toISOString().slice(0, 10)}`;
  return `  NOBODY from ${day} 00:00 to ${day} 01:00 (1h)\n`;
}
