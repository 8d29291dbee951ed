import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anySituation, type Change, PEOPLE } from '../../../test/oncall/any-situation.ts';
import { type Place, type Situation, walk } from '../../../test/oncall/walk.ts';
import { changesOf, formatOf, localWords, shiftDay } from '../../../test/oncall/wall-clock.ts';
import { onCallAt } from './on-call-at.ts';
import type { Schedule } from './schedule.ts';
import { timeline } from './timeline.ts';

const MINUTE = 60_000;
/** All that is compared changes at quarters of an hour. */
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const ZONES = [
  'America/New_York',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Beirut',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'Europe/London',
  'America/Havana',
];

const STRANGE: readonly Change[] = [
  { zone: 'America/Sao_Paulo', at: Date.parse('2018-11-04T03:00:00Z') },
  { zone: 'Asia/Beirut', at: Date.parse('2026-03-28T22:00:00Z') },
  { zone: 'Africa/Cairo', at: Date.parse('2023-04-27T22:00:00Z') },
  { zone: 'Pacific/Apia', at: Date.parse('2011-12-30T10:00:00Z') },
  { zone: 'Australia/Lord_Howe', at: Date.parse('2024-10-05T15:30:00Z') },
  { zone: 'America/Havana', at: Date.parse('2024-11-03T05:00:00Z') },
];
const changes: readonly Change[] = ZONES.flatMap((zone) => changesOf(zone).map((at) => ({ zone, at })));

test('the clocks change often enough in these zones to prove something', () => {
  expect(changes.length).toBeGreaterThan(200);
  for (const change of STRANGE) expect(changes).toContainEqual(change);
});

test.each(ZONES)(
  'around every change of the clocks from 2010 to 2026 in %s, the clock on the wall says who',
  (zone) => {
    for (const { at } of changes.filter((change) => change.zone === zone)) {
      const situation = { from: at - 15 * HOUR, to: at + 27 * HOUR, tick: QUARTER, absences: [] };
      const [told, seen] = twice(busySchedule(zone, at), situation, [at - 1, at]);
      expect(told, `${zone} ${new Date(at).toISOString()}`).toEqual(seen);
    }
  },
);

test('minute by minute, where midnight, a whole day or half an hour is skipped, and where midnight comes twice', () => {
  fc.assert(
    fc.property(fc.constantFrom(...STRANGE).chain(anySituation), ({ schedule, ...situation }) => {
      const [told, seen] = twice(schedule, { ...situation, tick: MINUTE }, []);
      expect(told).toEqual(seen);
    }),
    { numRuns: 15 },
  );
});

test('whatever the rotations, rules, overrides and absences, the clock on the wall says who', () => {
  fc.assert(
    fc.property(fc.constantFrom(...changes).chain(anySituation), ({ schedule, instants, ...situation }) => {
      const [told, seen] = twice(schedule, { ...situation, tick: QUARTER }, instants);
      expect(told).toEqual(seen);
    }),
    { numRuns: 100 },
  );
});

/** What the timeline and some answers are, and what they have to be, as lines. */
function twice(schedule: Schedule, situation: Situation, instants: readonly number[]): [string[], string[]] {
  const { from, to, absences, tick } = situation;
  const outside = { overrides: [], absences };
  const walked = walk(schedule, situation);
  const { segments, gaps, conflicts } = timeline(schedule, { from: new Date(from), to: new Date(to) }, outside);
  const runs = (wordOf: (places: readonly Place[]) => string) => runsOf(walked.map(wordOf), from, tick);
  const told = [
    ...segments.map(({ start, end, people }) => line(start, end, people.join())),
    ...gaps.map(({ start, end }) => line(start, end, 'nobody')),
    ...PEOPLE.flatMap((person) =>
      conflicts.filter((one) => one.person === person).map(({ start, end }) => line(start, end, `${person} twice`)),
    ),
  ];
  const seen = [
    ...runs((places) => [...new Set(places.map(({ person }) => person))].toSorted().join()),
    ...runs((places) => (places.length === 0 ? 'nobody' : '')),
    ...PEOPLE.flatMap((person) =>
      runs((places) => (places.filter((one) => one.person === person).length > 1 ? `${person} twice` : '')),
    ),
  ];
  for (const at of instants) {
    const within = (when: Date) => new Date(Math.min(Math.max(when.getTime(), from), to));
    const answer = onCallAt(schedule, new Date(at), outside);
    const here = Math.floor((at - from) / tick);
    told.push(
      ...answer.map(({ rotation, person, shiftStart, shiftEnd }) =>
        line(within(shiftStart), within(shiftEnd), `${rotation} ${person}`),
      ),
    );
    seen.push(
      ...(walked[here] ?? []).map(({ key, rotation, person }) => {
        const [start, end] = around(here, (index) => walked[index]?.some((one) => one.key === key) === true);
        return line(new Date(from + start * tick), new Date(from + end * tick), `${rotation} ${person}`);
      }),
    );
  }
  return [told, seen];
}

/** Stretches that have the same word, but for those that have none. */
function runsOf(words: readonly string[], from: number, tick: number): string[] {
  const found: string[] = [];
  let start = 0;
  for (let index = 1; index <= words.length; index += 1) {
    const word = words[start] ?? '';
    if (words[index] === word) continue;
    if (word !== '') found.push(line(new Date(from + start * tick), new Date(from + index * tick), word));
    start = index;
  }
  return found;
}

/** How far it holds to both sides. */
function around(here: number, holds: (index: number) => boolean): [number, number] {
  let [start, end] = [here, here + 1];
  while (holds(start - 1)) start -= 1;
  while (holds(end)) end += 1;
  return [start, end];
}

function line(start: Date, end: Date, word: string): string {
  return `${start.toISOString()} ${end.toISOString()} ${word}`;
}

/** Hand-offs every hour, at midnight, and at the very time that is skipped or comes twice. */
function busySchedule(zone: string, at: number): Schedule {
  const near = localWords(at, formatOf(zone));
  const participants = ['alice', 'bob', 'carol'];
  return {
    id: 's',
    timezone: zone,
    rotations: [
      { name: 'hours', type: 'hourly', length: 1, start: `${shiftDay(near, -40)}T00:30`, participants },
      { name: 'days', type: 'daily', length: 1, start: `${shiftDay(near, -300)}T${near.slice(11)}`, participants },
      { name: 'nights', type: 'daily', length: 1, start: `${shiftDay(near, -301)}T00:00`, participants },
      { name: 'second', follows: 'nights', offset: 1 },
    ],
    rules: [{ days: [], start: '23:30', end: '01:30', person: 'dave', priority: 0 }],
    overrides: [],
  };
}
