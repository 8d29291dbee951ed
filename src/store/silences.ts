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

/** What holds for a key at an instant; of several, what lasts longest. */
export function findSilence(db: Database, key: string, at: Date): Promise<SilenceRow | undefined> {
  return db
    .selectFrom('silences')
    .selectAll()
    .where('key', '=', key)
    .where('liftedAt', 'is', null)
    .where('until', '>', at)
    .orderBy('until', 'desc')
    .limit(1)
    .executeTakeFirst();
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
