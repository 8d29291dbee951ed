import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { HeartbeatsTable } from './respond-tables.ts';

export type HeartbeatRow = Selectable<HeartbeatsTable>;

/** Expected from now on; what is expected already stays as it is. */
export async function expectHeartbeat(
  db: Database,
  name: string,
  { at, dueAt }: { at: Date; dueAt: Date },
): Promise<void> {
  await db
    .insertInto('heartbeats')
    .values({ name, lastAt: at, dueAt })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/** It came. */
export async function keepHeartbeat(
  db: Database,
  name: string,
  { at, dueAt }: { at: Date; dueAt: Date },
): Promise<void> {
  await db
    .insertInto('heartbeats')
    .values({ name, lastAt: at, dueAt })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ lastAt: at, dueAt, missingSince: null }))
    .execute();
}

/**
 * Those that did not come in their time and were not said to be missing yet, held until the transaction ends. What came
 * and was not looked at yet is not missing.
 */
export function takeMissingHeartbeats(db: Database, now: Date): Promise<HeartbeatRow[]> {
  return db
    .selectFrom('heartbeats')
    .selectAll()
    .where('dueAt', '<=', now)
    .where('missingSince', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('signals')
            .select('signals.id')
            .whereRef('signals.intake', '=', 'heartbeats.name')
            .where('signals.settledAt', 'is', null),
        ),
      ),
    )
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function sayMissing(db: Database, name: string, since: Date): Promise<void> {
  await db.updateTable('heartbeats').set({ missingSince: since }).where('name', '=', name).execute();
}

/** It is not expected any more. */
export async function forgetHeartbeat(db: Database, name: string): Promise<void> {
  await db.deleteFrom('heartbeats').where('name', '=', name).execute();
}

export function listHeartbeats(db: Database): Promise<HeartbeatRow[]> {
  return db.selectFrom('heartbeats').selectAll().orderBy('name').execute();
}
