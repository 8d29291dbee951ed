import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import { stored, storedText } from './json.ts';
import type { MaintenanceWindowsTable } from './respond-tables.ts';

export type MaintenanceRow = Selectable<MaintenanceWindowsTable>;
type NewMaintenance = Pick<MaintenanceRow, 'name' | 'match' | 'startAt' | 'endAt' | 'actor' | 'createdAt'>;

export async function insertMaintenance(db: Database, window: NewMaintenance): Promise<MaintenanceRow> {
  return db
    .insertInto('maintenanceWindows')
    .values({ ...window, name: storedText(window.name), match: stored(window.match) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Not over at an instant: what holds, and what is ahead. */
export function listMaintenance(db: Database, at: Date): Promise<MaintenanceRow[]> {
  return db
    .selectFrom('maintenanceWindows')
    .selectAll()
    .where('endAt', '>', at)
    .where('endedAt', 'is', null)
    .orderBy('startAt')
    .limit(1000)
    .execute();
}

/** Over or not. */
export function findMaintenance(db: Database, id: number): Promise<MaintenanceRow | undefined> {
  return db.selectFrom('maintenanceWindows').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Ends one before its time. Says whether there was one. */
export async function endMaintenance(db: Database, id: number, { by, at }: { by: string; at: Date }): Promise<boolean> {
  const ended = await db
    .updateTable('maintenanceWindows')
    .set({ endedAt: at, endedBy: by })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}
