import { byPlace, listShifts, type Shift } from './shifts.ts';
import type { OutsideSchedule, Schedule } from './schedule.ts';

/** Somebody who is on call, and until when that holds. */
export interface OnCall {
  /** A rotation's or rule's name; for who was added, the rotation of the override, or `override`. */
  readonly rotation: string;
  readonly person: string;
  /** Who would be by the plan, where an override or an absence changed it. */
  readonly instead?: string;
  /** Half-open: at the end, `next` is on call already. Overrides, absences and other layers cut a shift. */
  readonly shiftStart: Date;
  readonly shiftEnd: Date;
  /** Who has the same place then; where it ends, who is on call then; null where nobody is. */
  readonly next: string | null;
}

/** Who is on call at an instant: rotations as they are written, then rules, then who was added. Empty where nobody is. */
export function onCallAt(schedule: Schedule, at: Date, outside: OutsideSchedule): OnCall[] {
  const now = shiftsAt(schedule, at.getTime(), outside);
  const ends = new Map([...new Set(now.map(({ end }) => end))].map((end) => [end, shiftsAt(schedule, end, outside)]));
  return now.map((shift) => {
    const { rotation, person, instead, start, end } = shift;
    return {
      rotation,
      person,
      ...(instead !== undefined && { instead }),
      shiftStart: new Date(start),
      shiftEnd: new Date(end),
      next: nextOf(shift, ends.get(end) ?? []),
    };
  });
}

function shiftsAt(schedule: Schedule, at: number, outside: OutsideSchedule): Shift[] {
  return listShifts(schedule, { start: at, end: at + 1 }, outside).toSorted(byPlace);
}

function nextOf({ rotation }: Shift, then: readonly Shift[]): string | null {
  return (then.find((one) => one.rotation === rotation) ?? then[0])?.person ?? null;
}
