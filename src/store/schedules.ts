import { type Selectable, sql } from 'kysely';
import { type Database, inTransaction } from './database.ts';
import type { ScheduleStateTable } from './tables.ts';

export type ScheduleRow = Selectable<ScheduleStateTable>;

/**
 * Where a schedule is new, or comes in another rhythm than before, it begins now: what would have come earlier was never
 * meant to. `off`: it is switched off, so that what passes meanwhile is not missed. Gives those that began.
 */
export async function beginSchedules(
  db: Database,
  schedules: readonly { readonly schedule: string; readonly cadence: string }[],
  at: Date,
): Promise<string[]> {
  if (schedules.length === 0) return [];
  const rows = await db
    .insertInto('scheduleState')
    .values(schedules.map(({ schedule, cadence }) => ({ schedule, cadence, lastFiredFor: at, firedAt: at })))
    .onConflict((conflict) =>
      conflict
        .column('schedule')
        .doUpdateSet({ cadence: (eb) => eb.ref('excluded.cadence'), lastFiredFor: at, firedAt: at })
        .where(sql<boolean>`schedule_state.cadence is distinct from excluded.cadence`),
    )
    .returning('schedule')
    .execute();
  return rows.map(({ schedule }) => schedule);
}

export function listSchedules(db: Database): Promise<ScheduleRow[]> {
  return db.selectFrom('scheduleState').selectAll().orderBy('schedule').execute();
}

export interface Firing {
  readonly schedule: string;
  /** The instant that is run for. */
  readonly instant: Date;
  /** Earlier ones that nobody ran: recorded, and not run any more. */
  readonly missed: readonly Date[];
  readonly runId: string;
  readonly claim: string;
  readonly leaseMs: number;
  readonly at: Date;
}

export type Fired =
  /** `abandoned`: instants whose worker died, and which are not run any more. */
  | { readonly state: 'mine'; readonly abandoned: readonly Date[] }
  /** Another has dealt with this instant, or with a later one. */
  | { readonly state: 'done' }
  /** The run for an earlier instant is still under way. */
  | { readonly state: 'busy' };

/** Takes an instant of a schedule for this worker: of several that try, one gets it, and nobody an earlier one. */
export function fireSchedule(db: Database, firing: Firing): Promise<Fired> {
  const { schedule, instant, at } = firing;
  return inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('scheduleState')
      .selectAll()
      .where('schedule', '=', schedule)
      .forUpdate()
      .executeTakeFirst();
    if (!row || row.lastFiredFor >= instant) return { state: 'done' };
    const alive = await trx
      .selectFrom('checklistRuns')
      .select('id')
      .where('checklist', '=', schedule)
      .where('scheduledFor', 'is not', null)
      .where('finishedAt', 'is', null)
      .where('missedAt', 'is', null)
      .where('leaseUntil', '>', sql<Date>`now()`)
      .executeTakeFirst();
    if (alive) return { state: 'busy' };
    const abandoned = await trx
      .updateTable('checklistRuns')
      .set({ missedAt: at, error: 'its worker died, and the next run was due' })
      .where('checklist', '=', schedule)
      .where('scheduledFor', 'is not', null)
      .where('finishedAt', 'is', null)
      .where('missedAt', 'is', null)
      .returning('scheduledFor')
      .execute();
    await insertRuns(trx, firing);
    await trx
      .updateTable('scheduleState')
      .set({ lastFiredFor: instant, firedAt: at })
      .where('schedule', '=', schedule)
      .execute();
    return { state: 'mine', abandoned: abandoned.flatMap(({ scheduledFor }) => scheduledFor ?? []) };
  });
}

async function insertRuns(trx: Database, { schedule, instant, missed, runId, claim, leaseMs, at }: Firing) {
  const gone = missed.map((scheduledFor) => ({
    id: `${schedule} ${scheduledFor.toISOString()}`,
    checklist: schedule,
    scheduledFor,
    startedAt: at,
    missedAt: at,
    leaseUntil: null,
    claim: null,
  }));
  const run = {
    id: runId,
    checklist: schedule,
    scheduledFor: instant,
    startedAt: at,
    missedAt: null,
    leaseUntil: sql<Date>`now() + ${leaseMs} * interval '1 millisecond'`,
    claim,
  };
  await trx
    .insertInto('checklistRuns')
    .values([...gone, run])
    .onConflict((conflict) => conflict.columns(['checklist', 'scheduledFor']).doNothing())
    .execute();
}
