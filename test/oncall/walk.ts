import type { Absence, Rotation, Rule, Schedule } from '../../src/model/oncall/schedule.ts';
import { calendarMs, clocks, shiftDay, type Ticks } from './wall-clock.ts';

// Who is on call, told a second time by somebody who knows nothing of instants: tick by tick, looking at the clock on the
// wall. A hand-off has come once the clocks have shown its time or a later one; nothing else is said about it.

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

export interface Situation extends Ticks {
  readonly absences: readonly Absence[];
}

export interface Place {
  readonly rotation: string;
  readonly person: string;
  /** What makes two minutes the same shift. */
  readonly key: string;
}

/** The places of every tick. */
export function walk(schedule: Schedule, { from, to, absences, tick }: Situation): Place[][] {
  // Clocks are read from the days before, so that what they have shown by then is known.
  const early = from - 2 * DAY;
  const wall = clocks(schedule.timezone, { from: early, to: to + 2 * DAY, tick });
  const byRule = schedule.rules.map((rule) => ruleMinutes(rule, wall));
  const walked: Place[][] = [];
  let highest = '';
  for (let at = early; at < to; at += tick) {
    const index = (at - early) / tick;
    const local = wall[index] ?? '';
    if (local > highest) highest = local;
    if (at < from) continue;
    const away = absences.filter(({ start, end }) => start.getTime() <= at && at < end.getTime());
    walked.push(
      placesOf(schedule, {
        at,
        highest,
        away: away.map(({ person }) => person),
        ruling: byRule.map((minutes) => minutes.get(index)),
      }),
    );
  }
  return walked;
}

interface Moment {
  readonly at: number;
  /** The latest time that the clocks have shown so far. */
  readonly highest: string;
  readonly away: readonly string[];
  /** Which opening of each rule holds. */
  readonly ruling: readonly (number | undefined)[];
}

function placesOf(schedule: Schedule, { at, highest, away, ruling }: Moment): Place[] {
  const held: (Place & { priority: number })[] = [];
  const overrides = schedule.overrides.filter(({ start, end }) => Date.parse(start) <= at && at < Date.parse(end));
  const turn = (name: string): { people: readonly string[]; number: number; priority: number } => {
    const rotation = schedule.rotations.find((one) => one.name === name);
    if (!rotation) throw new Error(name);
    if ('follows' in rotation) {
      const inner = turn(rotation.follows);
      return { ...inner, priority: rotation.priority ?? inner.priority };
    }
    const priority = rotation.priority ?? 0;
    return { people: rotation.participants, number: handoffsUntil(rotation, highest) - 1, priority };
  };
  const rootOf = (rotation: Rotation): string =>
    'follows' in rotation
      ? rootOf(schedule.rotations.find((one) => one.name === rotation.follows) ?? rotation)
      : rotation.name;
  const stepsOf = (rotation: Rotation): number =>
    'follows' in rotation
      ? rotation.offset + stepsOf(schedule.rotations.find((one) => one.name === rotation.follows) ?? rotation)
      : 0;
  const settle = (person: string | undefined, place: string, from = 0): string | undefined => {
    let who = person;
    overrides.forEach((one, index) => {
      if (index < from || one.type === 'add' || who !== one.remove || (one.rotation && one.rotation !== place)) return;
      who = one.type === 'replace' ? one.person : undefined;
    });
    return who;
  };
  const missing = (person: string, places: readonly string[]): boolean =>
    away.includes(person) &&
    !overrides.some(
      (one) => one.type !== 'add' && one.remove === person && (!one.rotation || places.includes(one.rotation)),
    );
  for (const rotation of schedule.rotations) {
    const { people, number, priority } = turn(rotation.name);
    if (number < 0) continue;
    const places = [rotation.name, rootOf(rotation)];
    // Those who are there stand in a ring, the one whose turn it is first.
    const ring = people
      .map((_, index) => people[(number + index) % people.length] ?? '')
      .filter((one) => !missing(one, places));
    let steps = stepsOf(rotation);
    while (steps < 0) steps += Math.max(1, ring.length);
    const person = settle(ring.length === 0 ? undefined : ring[steps % ring.length], rotation.name);
    if (person) held.push({ rotation: rotation.name, person, key: `${rotation.name} ${number} ${person}`, priority });
  }
  schedule.rules.forEach((rule, index) => {
    const number = ruling[index];
    const name = rule.name ?? `rule ${index + 1}`;
    if (number === undefined) return;
    const person = settle(missing(rule.person, [name]) ? undefined : rule.person, name);
    if (person) held.push({ rotation: name, person, key: `${name} ${number} ${person}`, priority: rule.priority });
  });
  const best = held.filter((one) => held.every((other) => other.priority <= one.priority));
  const places: Place[] = best.map(({ rotation, person, key }) => ({ rotation, person, key }));
  const added: Place[] = [];
  overrides.forEach((one, index) => {
    if (one.type !== 'add') return;
    const rotation = one.rotation ?? 'override';
    const person = settle(one.person, rotation, index + 1);
    if (person === undefined || [...places, ...added].some((other) => other.person === person)) return;
    added.push({ rotation, person, key: `add ${schedule.overrides.indexOf(one)} ${person}` });
  });
  return [...places, ...added.toSorted((a, b) => a.person.localeCompare(b.person))];
}

/** How often a rotation has handed over when the clocks have shown a time, counted by the calendar alone. */
function handoffsUntil({ type, length, start }: Extract<Rotation, { type: string }>, highest: string): number {
  const since = calendarMs(highest) - calendarMs(start);
  if (type !== 'monthly') {
    const period = { hourly: HOUR, daily: DAY, weekly: 7 * DAY }[type] * length;
    return Math.max(0, Math.floor(since / period) + 1);
  }
  const [year = 0, month = 0, date = 0] = start.slice(0, 10).split('-').map(Number);
  let count = 0;
  for (;;) {
    const lastOfMonth = new Date(Date.UTC(year, month + count * length, 0)).getUTCDate();
    const on = new Date(Date.UTC(year, month - 1 + count * length, Math.min(date, lastOfMonth)));
    if (`${on.toISOString().slice(0, 10)}${start.slice(10, 16)}` > highest) return count;
    count += 1;
  }
}

/** Which minutes a rule holds in, by index, and the number of the day it started on. */
function ruleMinutes({ days, start, end }: Rule, wall: readonly string[]): Map<number, number> {
  const minutes = new Map<number, number>();
  const dates = [...new Set(wall.map((local) => local.slice(0, 10)))].toSorted();
  const first = dates[0] ?? '';
  const last = dates.at(-1) ?? '';
  // Also of days that the clocks skip.
  for (let date = first; date <= last; date = shiftDay(`${date}T00:00`, 1)) {
    const weekday = DAYS[new Date(`${date}T00:00Z`).getUTCDay()] ?? '';
    if (days.length > 0 && !days.includes(weekday)) continue;
    const opens = `${date}T${start}`;
    const closes = `${end <= start ? shiftDay(`${date}T00:00`, 1) : date}T${end}`;
    const begin = wall.includes(opens) ? wall.indexOf(opens) : wall.findIndex((local) => local > opens);
    const over = wall.includes(closes) ? wall.lastIndexOf(closes) : wall.findIndex((local) => local > closes);
    if (begin < 0 || begin >= (over < 0 ? wall.length : over)) continue;
    for (let index = begin; index < (over < 0 ? wall.length : over); index += 1) minutes.set(index, calendarMs(opens));
  }
  return minutes;
}
