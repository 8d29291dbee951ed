import type { OutsideSchedule, Override, Schedule } from '../../model/oncall/schedule.ts';
import type { TimelineSpan } from '../../model/oncall/timeline.ts';
import { peopleOf } from '../../model/oncall/warnings.ts';
import type { Database } from '../../store/database.ts';
import { listOncallOverrides, type OncallOverrideRow } from '../../store/oncall-overrides.ts';
import type { Config } from '../config/schema.ts';
import { hasDatabase } from '../data-folder.ts';
import { withDatabase } from '../with-database.ts';
import { readAbsences } from './absences.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Gathered {
  readonly outside: OutsideSchedule;
  /** What could not be read, in sentences. */
  readonly warnings: readonly string[];
  /** Whether overrides are stored that could not be read: then the answer may be wrong. */
  readonly incomplete: boolean;
}

interface Wanted {
  readonly config: Pick<Config, 'people'>;
  readonly schedule: Schedule;
  readonly span: TimelineSpan;
}

/** A turn that begins before the span or ends after it is told whole. */
const AROUND_MS = 62 * 86_400_000;
const MOST_OVERRIDES = 10_000;

/**
 * What the configuration does not hold: overrides of the database, if there is one already, and absences of calendars. Who
 * asks at night gets an answer from what can be read, and is told what cannot.
 */
export function gatherOutside(environment: Environment, wanted: Wanted): Promise<Gathered> {
  return gather(readOverrides(environment, wanted.schedule.id), wanted);
}

/** The same of a database that is open. @throws where it does not answer */
export function gatherFrom(db: Database, wanted: Wanted): Promise<Gathered> {
  const overrides = storedOverrides(db, wanted.schedule.id).then((found) => ({ overrides: found, warnings: [] }));
  return gather(overrides, wanted);
}

interface Stored {
  readonly overrides: readonly Override[];
  readonly warnings: readonly string[];
}

async function gather(reading: Promise<Stored>, { config, schedule, span }: Wanted): Promise<Gathered> {
  const around = { from: new Date(span.from.getTime() - AROUND_MS), to: new Date(span.to.getTime() + AROUND_MS) };
  const named = peopleOf(schedule);
  const people = Object.fromEntries(Object.entries(config.people).filter(([id]) => named.includes(id)));
  const [stored, away] = await Promise.all([
    reading,
    readAbsences(people, { span: around, timezone: schedule.timezone }),
  ]);
  return {
    outside: { overrides: stored.overrides, absences: away.absences },
    warnings: [...stored.warnings, ...away.warnings],
    incomplete: stored.warnings.length > 0,
  };
}

async function storedOverrides(db: Database, schedule: string): Promise<Override[]> {
  const rows = await listOncallOverrides(db, { schedule, limit: MOST_OVERRIDES });
  return rows.flatMap(overrideOf);
}

async function readOverrides(environment: Environment, schedule: string): Promise<Stored> {
  if (!hasDatabase(environment)) return { overrides: [], warnings: [] };
  try {
    return { overrides: await withDatabase(environment, (db) => storedOverrides(db, schedule)), warnings: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { overrides: [], warnings: [`stored overrides could not be read, and are left out: ${why}`] };
  }
}

/** As the configuration writes it. */
export function overrideOf(row: OncallOverrideRow): Override[] {
  const { type, person, removed } = row;
  const rest = {
    start: row.startAt.toISOString(),
    end: row.endAt.toISOString(),
    ...(row.rotation !== null && { rotation: row.rotation }),
    ...(row.reason !== null && { reason: row.reason }),
  };
  if (type === 'add') return person === null ? [] : [{ type, person, ...rest }];
  if (removed === null) return [];
  if (type === 'remove') return [{ type, remove: removed, ...rest }];
  return person === null ? [] : [{ type, remove: removed, person, ...rest }];
}
