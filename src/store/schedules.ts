import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { ScheduleStateTable } from './tables.ts';

export type ScheduleRow = Selectable<ScheduleStateTable>;

/** Says whether this call is the one that fires for that instant: one of several workers, and never for an earlier one. */
export async function fireSchedule(db: Database, schedule: string, fire: { for: Date; at: Date }): Promise<boolean> {
  const fired = await db
    .insertInto('scheduleState')
    .values({ schedule, lastFiredFor: fire.for, firedAt: fire.at })
    .onConflict((conflict) =>
      conflict
        .column('schedule')
        .doUpdateSet({ lastFiredFor: fire.for, firedAt: fire.at })
        .where('scheduleState.lastFiredFor', '<', fire.for),
    )
    .executeTakeFirst();
  return fired.numInsertedOrUpdatedRows === 1n;
}

export function listSchedules(db: Database): Promise<ScheduleRow[]> {
  return db.selectFrom('scheduleState').selectAll().orderBy('schedule').execute();
}
