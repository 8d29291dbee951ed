import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import { storedText } from './json.ts';
import type { SilencesTable } from './respond-tables.ts';

export type SilenceRow = Selectable<SilencesTable>;
type NewSilence = Pick<SilenceRow, 'key' | 'until' | 'reason' | 'actor' | 'createdAt'>;

/** Silences a key: also what is opened with it later, until the end. */
export async function insertSilence(db: Database, silence: NewSilence): Promise<void> {
  await db
    .insertInto('silences')
    .values({ ...silence, key: storedText(silence.key), reason: storedText(silence.reason) })
    .execute();
}

/** What holds for keys at an instant, by key; of several, what lasts longest. */
export async function findSilences(db: Database, keys: readonly string[], at: Date): Promise<Map<string, SilenceRow>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom('silences')
    .selectAll()
    .where('key', 'in', [...new Set(keys)])
    .where('liftedAt', 'is', null)
    .where('until', '>', at)
    .orderBy('until')
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

/** What holds at an instant and ends before another, the first to end first. */
export function listSilencesEnding(db: Database, at: Date, before: Date): Promise<SilenceRow[]> {
  return db
    .selectFrom('silences')
    .selectAll()
    .where('liftedAt', 'is', null)
    .where('until', '>', at)
    .where('until', '<', before)
    .orderBy('until')
    .limit(1000)
    .execute();
}

/** Says whether one was in force. */
export async function liftSilences(db: Database, key: string, { by, at }: { by: string; at: Date }): Promise<boolean> {
  const lifted = await db
    .updateTable('silences')
    .set({ liftedAt: at, liftedBy: by })
    .where('key', '=', key)
    .where('liftedAt', 'is', null)
    .where('until', '>', at)
    .executeTakeFirst();
  return lifted.numUpdatedRows > 0n;
}
