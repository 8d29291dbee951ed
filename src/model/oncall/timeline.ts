import type { Opening } from '../window.ts';
import type { OutsideSchedule, Schedule } from './schedule.ts';
import { listShifts, type Shift } from './shifts.ts';

export interface Segment {
  readonly start: Date;
  readonly end: Date;
  /** Each once, by name: it is a set, and two who change places are the same people. */
  readonly people: readonly string[];
}

export interface Conflict {
  readonly start: Date;
  readonly end: Date;
  /** Who has two places at once, so that one of them is not covered. */
  readonly person: string;
}

/** Half-open spans, in order, cut to what was asked for. */
export interface Timeline {
  /** Neighbours have different people. */
  readonly segments: readonly Segment[];
  /** Nobody is on call. */
  readonly gaps: readonly { readonly start: Date; readonly end: Date }[];
  readonly conflicts: readonly Conflict[];
}

export interface TimelineSpan {
  readonly from: Date;
  readonly to: Date;
}

/** Who is on call over a time. */
export function timeline(schedule: Schedule, { from, to }: TimelineSpan, outside: OutsideSchedule): Timeline {
  const span = { start: from.getTime(), end: to.getTime() };
  const moments = momentsOf(listShifts(schedule, span, outside), span);
  const stretches = joined(moments, ({ people }) => [...new Set(people)].toSorted().join('\n'));
  const twice = [...new Set(moments.flatMap(({ people }) => people.filter(isRepeated)))].toSorted();
  return {
    segments: stretches.flatMap(({ people, ...rest }) =>
      people.length === 0 ? [] : [{ ...dated(rest), people: [...new Set(people)].toSorted() }],
    ),
    gaps: stretches.filter(({ people }) => people.length === 0).map(dated),
    conflicts: twice
      .flatMap((person) => conflictsOf(person, moments))
      .toSorted((a, b) => a.start.getTime() - b.start.getTime()),
  };
}

/** A time in which nothing changes, and whoever has a place in it, once for each. */
interface Moment extends Opening {
  readonly people: readonly string[];
}

function momentsOf(shifts: readonly Shift[], { start, end }: Opening): Moment[] {
  if (start >= end) return [];
  const edges = new Set([start, end, ...shifts.flatMap((shift) => [shift.start, shift.end])]);
  const within = [...edges].filter((edge) => start <= edge && edge <= end).toSorted((a, b) => a - b);
  const moments: Moment[] = [];
  let coming = 0;
  let there: Shift[] = [];
  for (const [index, at] of within.slice(0, -1).entries()) {
    there = there.filter((shift) => shift.end > at);
    for (let next = shifts[coming]; next && next.start <= at; next = shifts[coming]) {
      there.push(next);
      coming += 1;
    }
    moments.push({ start: at, end: within[index + 1] ?? end, people: there.map(({ person }) => person) });
  }
  return moments;
}

function conflictsOf(person: string, moments: readonly Moment[]): Conflict[] {
  return joined(moments, ({ people }) => String(people.filter((one) => one === person).length > 1))
    .filter(({ people }) => people.filter((one) => one === person).length > 1)
    .map((moment) => ({ ...dated(moment), person }));
}

/** Neighbours that are alike become one. */
function joined(moments: readonly Moment[], likeness: (moment: Moment) => string): Moment[] {
  const result: Moment[] = [];
  for (const moment of moments) {
    const last = result.at(-1);
    if (last && likeness(last) === likeness(moment)) result.splice(-1, 1, { ...last, end: moment.end });
    else result.push(moment);
  }
  return result;
}

function isRepeated(person: string, index: number, people: readonly string[]): boolean {
  return people.indexOf(person) !== index;
}

function dated({ start, end }: Opening): { start: Date; end: Date } {
  return { start: new Date(start), end: new Date(end) };
}
