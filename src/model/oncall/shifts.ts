import type { Opening } from '../window.ts';
import { entriesAt, type Entry } from './entries.ts';
import { layersOf } from './layers.ts';
import { read, type Reading } from './reading.ts';
import type { OutsideSchedule, Schedule } from './schedule.ts';

/** A time in which one person has one place: cut at hand-offs, and where an override, an absence or another layer cuts it. */
export interface Shift extends Opening {
  /** A rotation's or rule's name; for who was added, the rotation of the override, or `override`. */
  readonly rotation: string;
  readonly person: string;
  /** Who would have it by the plan. */
  readonly instead?: string;
  /** Rotations as written, then rules, then who was added. */
  readonly layer: number;
}

/**
 * Every shift that touches a span, whole even where it begins before or ends after it; by start, then by place. Where
 * layers overlap, those of the highest priority that have somebody are on call; equals share.
 */
export function listShifts(schedule: Schedule, span: Opening, outside: OutsideSchedule): Shift[] {
  return joined(read(schedule, layersOf(schedule), { span, outside }))
    .filter((shift) => shift.start < span.end && span.start < shift.end)
    .toSorted((a, b) => a.start - b.start || byPlace(a, b));
}

/** By layer; of those who were added, by name. */
export function byPlace(a: Shift, b: Shift): number {
  return a.layer - b.layer || (a.person < b.person ? -1 : Number(a.person > b.person));
}

/** Goes from each instant at which anything changes to the next, and lets go on what does not change. */
function joined(reading: Reading): Shift[] {
  const done: Shift[] = [];
  let open: (Entry & { readonly start: number })[] = [];
  for (const at of reading.edges) {
    const entries = entriesAt(reading, at);
    const still = open.filter((one) => entries.some((entry) => isSame(one, entry)));
    done.push(...open.filter((one) => !still.includes(one)).map((one) => shiftOf(one, at)));
    const begun = entries.filter((entry) => !still.some((one) => isSame(one, entry)));
    open = [...still, ...begun.map((entry) => ({ ...entry, start: at }))];
  }
  return done;
}

function isSame(one: Entry, other: Entry): boolean {
  return one.from === other.from && one.layer === other.layer && one.person === other.person;
}

function shiftOf({ from: _from, ...entry }: Entry & { readonly start: number }, end: number): Shift {
  return { ...entry, end };
}
