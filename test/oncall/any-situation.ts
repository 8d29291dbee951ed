import fc from 'fast-check';
import type { Absence, Override, Rotation, Rule } from '../../src/model/oncall/schedule.ts';
import { formatOf, localWords, shiftDay } from './wall-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

export const PEOPLE = ['alice', 'bob', 'carol', 'dave'];

/** The clocks of a zone change at an instant. */
export interface Change {
  readonly zone: string;
  readonly at: number;
}

/** Any schedule in the three days around a change, with every hand-off, override and absence at a quarter of an hour. */
export function anySituation({ zone, at }: Change) {
  const from = at - 36 * HOUR;
  const to = at + 36 * HOUR;
  const near = localWords(at, formatOf(zone));
  return fc.record({
    from: fc.constant(from),
    to: fc.constant(to),
    schedule: fc.record({
      id: fc.constant('s'),
      timezone: fc.constant(zone),
      rotations: anyRotations(near),
      rules: fc.array(anyRule(), { maxLength: 3 }),
      overrides: fc.array(anyOverride(from), { maxLength: 4 }),
    }),
    absences: fc.array(anyAbsence(from), { maxLength: 3 }),
    instants: fc.array(
      fc.integer({ min: 0, max: 72 * 4 - 1 }).map((quarter) => from + quarter * 15 * MINUTE),
      { minLength: 4, maxLength: 4 },
    ),
  });
}

function anyRotations(near: string): fc.Arbitrary<Rotation[]> {
  const priority = fc.option(fc.integer({ min: -1, max: 2 }), { nil: undefined, freq: 3 });
  const own = fc.record({
    type: fc.constantFrom('hourly' as const, 'daily' as const, 'weekly' as const, 'monthly' as const),
    length: fc.integer({ min: 1, max: 5 }),
    start: fc
      .tuple(fc.integer({ min: -500, max: 1 }), fc.integer({ min: 0, max: 47 }), fc.boolean())
      .map(
        ([days, half, late]) => `${late ? monthEnd(shiftDay(near, days)) : shiftDay(near, days)}T${clock(half * 30)}`,
      ),
    participants: fc.array(fc.constantFrom(...PEOPLE), { minLength: 1, maxLength: 4 }),
    priority,
  });
  const follower = fc.record({ offset: fc.integer({ min: -4, max: 4 }), priority, of: fc.nat({ max: 3 }) });
  return fc.tuple(fc.array(own, { maxLength: 2 }), fc.array(follower, { maxLength: 2 })).map(([owns, followers]) => {
    const rotations: Rotation[] = owns.map((one, index) => ({ name: `own ${index}`, ...one }));
    if (owns.length === 0) return rotations;
    for (const [index, { of, ...rest }] of followers.entries()) {
      const follows = rotations[of % rotations.length]?.name ?? '';
      rotations.push({ name: `follower ${index}`, follows, ...rest });
    }
    return rotations;
  });
}

function anyRule(): fc.Arbitrary<Rule> {
  return fc.record({
    days: fc.subarray(DAYS),
    start: fc.integer({ min: 0, max: 47 }).map((half) => clock(half * 30)),
    end: fc.integer({ min: 0, max: 47 }).map((half) => clock(half * 30)),
    person: fc.constantFrom(...PEOPLE),
    priority: fc.integer({ min: 0, max: 2 }),
  });
}

function anyOverride(from: number): fc.Arbitrary<Override> {
  return fc
    .record({
      span: anySpan(from),
      type: fc.constantFrom('add' as const, 'remove' as const, 'replace' as const),
      person: fc.constantFrom(...PEOPLE),
      remove: fc.constantFrom(...PEOPLE),
      rotation: fc.constantFrom(undefined, undefined, 'own 0', 'own 1', 'follower 0', 'rule 1'),
    })
    .map(({ span: [start, end], type, person, remove, rotation }): Override => {
      const rest = { start: start.toISOString(), end: end.toISOString(), rotation };
      if (type === 'add') return { type, person, ...rest };
      return type === 'remove' ? { type, remove, ...rest } : { type, remove, person, ...rest };
    });
}

function anyAbsence(from: number): fc.Arbitrary<Absence> {
  return fc
    .record({ span: anySpan(from), person: fc.constantFrom(...PEOPLE) })
    .map(({ span: [start, end], person }) => ({ person, start, end, summary: 'away' }));
}

/** Within the three days and a little beyond, in quarters of an hour. */
function anySpan(from: number): fc.Arbitrary<[Date, Date]> {
  return fc
    .tuple(fc.integer({ min: -20, max: 290 }), fc.integer({ min: 1, max: 200 }))
    .map(([start, length]) => [new Date(from + start * 15 * MINUTE), new Date(from + (start + length) * 15 * MINUTE)]);
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function monthEnd(date: string): string {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).toISOString().slice(0, 10);
}
