import type { Opening } from '../window.ts';
import { type Layer, type Turn, turnsOf } from './layers.ts';
import type { OutsideSchedule, Override, Schedule } from './schedule.ts';

/** What a schedule comes to in a span and around it: all that decides who is on call at any instant of the span. */
export interface Reading {
  readonly layers: readonly { readonly layer: Layer; readonly turns: readonly Turn[] }[];
  readonly overrides: readonly ReadOverride[];
  readonly absences: readonly (Opening & { readonly person: string })[];
  /** The instants at which anything may change, in order. */
  readonly edges: readonly number[];
}

export interface ReadOverride extends Opening {
  readonly override: Override;
}

interface Question {
  readonly span: Opening;
  readonly outside: OutsideSchedule;
}

/** Reaches as far as the turns that touch the span do: what is beyond it may cut them there. */
export function read(schedule: Schedule, layers: readonly Layer[], { span, outside }: Question): Reading {
  const all = [...schedule.overrides, ...outside.overrides].map(readOverride);
  const added = all.filter((one) => one.override.type === 'add' && touches(one, span));
  const reach = hull(span, [...layers.flatMap((layer) => turnsOf(layer, span)), ...added]);
  const laidOut = layers.map((layer) => ({ layer, turns: turnsOf(layer, reach) }));
  const overrides = all.filter((one) => touches(one, reach));
  const absences = outside.absences
    .map(({ person, start, end }) => ({ person, start: start.getTime(), end: end.getTime() }))
    .filter((one) => touches(one, reach));
  const edges = edgesOf([...laidOut.flatMap(({ turns }) => turns), ...overrides, ...absences]);
  return { layers: laidOut, overrides, absences, edges };
}

function readOverride(override: Override): ReadOverride {
  return { start: Date.parse(override.start), end: Date.parse(override.end), override };
}

function touches(one: Opening, other: Opening): boolean {
  return one.start < other.end && other.start < one.end;
}

function hull(span: Opening, others: readonly Opening[]): Opening {
  return others.reduce(
    ({ start, end }, other) => ({ start: Math.min(start, other.start), end: Math.max(end, other.end) }),
    span,
  );
}

function edgesOf(spans: readonly Opening[]): number[] {
  return [...new Set(spans.flatMap(({ start, end }) => [start, end]))].toSorted((a, b) => a - b);
}
