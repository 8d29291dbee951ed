import type { Opening } from '../window.ts';
import type { OutsideSchedule, Schedule } from './schedule.ts';
import { listShifts, type Shift } from './shifts.ts';

/** A rotation's place goes from one person to another. Half-open: from its start on, the incoming one has it. */
export interface ShiftChange extends Opening {
  readonly rotation: string;
  /** Who had it last, and since when; null where nobody had it as far back as was looked. */
  readonly outgoing: { readonly person: string; readonly since: number } | null;
  readonly incoming: string;
}

/** Who stands in for less than this and gives it back to the same person, takes nothing over. */
const STAND_IN_MS = 12 * 60 * 60_000;

/**
 * The changes of rotations whose incoming shift touches a span, by time, then by place. Rules, and who was added, hand
 * nothing over; a person who goes on, or comes back after a gap, does not either.
 */
export function shiftChanges(schedule: Schedule, span: Opening, outside: OutsideSchedule): ShiftChange[] {
  const shifts = listShifts(schedule, span, outside);
  return schedule.rotations
    .flatMap(({ name }, layer) =>
      changesOf(
        name,
        shifts.filter((shift) => shift.layer === layer),
        span,
      ),
    )
    .toSorted((a, b) => a.start - b.start);
}

function changesOf(rotation: string, shifts: readonly Shift[], span: Opening): ShiftChange[] {
  const stints = joined(withoutStandIns(joined(shifts)));
  return stints.flatMap(({ person, start, end }, index) => {
    const before = stints[index - 1];
    // What began before the span began with somebody who is out of sight.
    if (!before && start <= span.start) return [];
    const outgoing = before ? { person: before.person, since: before.start } : null;
    return [{ rotation, start, end, outgoing, incoming: person }];
  });
}

interface Stint extends Opening {
  readonly person: string;
  readonly instead?: string;
}

/** Neighbours of one person are one. */
function joined(stints: readonly Stint[]): Stint[] {
  const result: Stint[] = [];
  for (const { person, start, end, instead } of stints) {
    const last = result.at(-1);
    const standsIn = instead !== undefined && (last?.person !== person || last.instead !== undefined);
    const from = last?.person === person ? last.start : start;
    if (last?.person === person) result.pop();
    result.push({ person, start: from, end, ...(standsIn && { instead }) });
  }
  return result;
}

function withoutStandIns(stints: readonly Stint[]): Stint[] {
  return stints.filter(({ start, end, instead }, index) => {
    const [before, after] = [stints[index - 1], stints[index + 1]];
    return instead === undefined || end - start >= STAND_IN_MS || !before || before.person !== after?.person;
  });
}
