import type { Selectable } from 'kysely';
import { type Database, inTransaction } from './database.ts';
import type { SuppressionsTable } from './tables.ts';

export type SuppressionRow = Selectable<SuppressionsTable>;

type NewSuppression = Pick<SuppressionRow, 'findingId' | 'reason' | 'actor' | 'createdAt' | 'until'>;

/** Suppresses a finding until an end; what was in force for it is lifted, and stays on record. */
export function suppress(db: Database, suppression: NewSuppression): Promise<SuppressionRow> {
  const { findingId, actor, createdAt } = suppression;
  return inTransaction(db, async (trx) => {
    await liftSuppression(trx, findingId, { by: actor, at: createdAt });
    return trx.insertInto('suppressions').values(suppression).returningAll().executeTakeFirstOrThrow();
  });
}

/** Says whether one was in force. */
export async function liftSuppression(
  db: Database,
  findingId: string,
  { by, at }: { by: string; at: Date },
): Promise<boolean> {
  const lifted = await db
    .updateTable('suppressions')
    .set({ liftedAt: at, liftedBy: by })
    .where('findingId', '=', findingId)
    .where('liftedAt', 'is', null)
    .executeTakeFirst();
  return lifted.numUpdatedRows > 0n;
}

/** What is in force at an instant. */
export function listSuppressions(db: Database, at: Date): Promise<SuppressionRow[]> {
  return db
    .selectFrom('suppressions')
    .selectAll()
    .where('liftedAt', 'is', null)
    .where('until', '>', at)
    .orderBy('until')
    .execute();
}
