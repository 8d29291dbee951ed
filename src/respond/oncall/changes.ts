import { UsageError } from '../../model/errors.ts';
import { type ShiftChange, shiftChanges } from '../../model/oncall/shift-changes.ts';
import type { HandOffSources, KnownSchedule } from './sources.ts';

/** A change, and whose schedule it is of. */
export interface ScheduleChange {
  readonly known: KnownSchedule;
  readonly change: ShiftChange;
}

/** Whose hand-off is meant. */
export interface Place {
  readonly schedule: string;
  readonly rotation: string;
}

/** Longer than a month: shifts of a monthly rotation are in it whole. */
const AROUND_MS = 35 * 86_400_000;

/** Around an instant, by time. */
export function changesAround(known: KnownSchedule, at: Date): ShiftChange[] {
  const span = { start: at.getTime() - AROUND_MS, end: at.getTime() + AROUND_MS };
  return shiftChanges(known.schedule, span, known.outside);
}

/** The newest that has come. */
export function lastChange(changes: readonly ShiftChange[], rotation: string, at: Date): ShiftChange | undefined {
  return changes.findLast((one) => one.rotation === rotation && one.start <= at.getTime());
}

export function nextChange(changes: readonly ShiftChange[], rotation: string, at: Date): ShiftChange | undefined {
  return changes.find((one) => one.rotation === rotation && one.start > at.getTime());
}

interface Wanted {
  /** The only one where undefined. */
  readonly schedule: string | undefined;
  /** The first as they are written, where undefined. */
  readonly rotation: string | undefined;
}

/** @throws UsageError where there is none such */
export async function getPlace(sources: HandOffSources, wanted: Wanted): Promise<Place & { known: KnownSchedule }> {
  const all = await sources.schedules();
  const ids = all.map(({ schedule }) => schedule.id).join(', ');
  if (ids === '') throw new UsageError('the configuration has no on-call schedule (oncall.schedules)');
  const [only, another] = all;
  if (wanted.schedule === undefined && another) throw new UsageError(`which schedule? There is ${ids}`);
  const known = wanted.schedule === undefined ? only : all.find(({ schedule }) => schedule.id === wanted.schedule);
  if (!known) throw new UsageError(`unknown schedule: ${wanted.schedule} (there is ${ids})`);
  const names = known.schedule.rotations.map(({ name }) => name);
  const [first] = names;
  const rotation = wanted.rotation ?? first;
  if (rotation === undefined) {
    throw new UsageError(`${known.schedule.id} has no rotation, so nobody hands anything over`);
  }
  if (!names.includes(rotation)) {
    throw new UsageError(`unknown rotation: ${rotation} (${known.schedule.id} has ${names.join(', ')})`);
  }
  return { schedule: known.schedule.id, rotation, known };
}
