import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { OncallOverridesTable } from './respond-tables.ts';

export type OncallOverrideRow = Selectable<OncallOverridesTable>;

type NewOverride = Omit<OncallOverrideRow, 'id' | 'cancelledAt' | 'cancelledBy'>;

export function addOncallOverride(db: Database, override: NewOverride): Promise<OncallOverrideRow> {
  return db.insertInto('oncallOverrides').values(override).returningAll().executeTakeFirstOrThrow();
}

interface Wanted {
  readonly schedule: string;
  /** Only those that end after it. */
  readonly endsAfter?: Date;
  readonly limit: number;
}

/** What is not cancelled, in the order in which it was said; of more than the limit, the newest. */
export async function listOncallOverrides(
  db: Database,
  { schedule, endsAfter, limit }: Wanted,
): Promise<OncallOverrideRow[]> {
  const rows = await db
    .selectFrom('oncallOverrides')
    .selectAll()
    .where('schedule', '=', schedule)
    .where('cancelledAt', 'is', null)
    .$if(endsAfter !== undefined, (query) => query.where('endAt', '>', endsAfter ?? new Date(0)))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.toReversed();
}

/** Undefined where there is none that is not cancelled. */
export function cancelOncallOverride(
  db: Database,
  id: number,
  { by, at }: { by: string; at: Date },
): Promise<OncallOverrideRow | undefined> {
  return db
    .updateTable('oncallOverrides')
    .set({ cancelledAt: at, cancelledBy: by })
    .where('id', '=', id)
    .where('cancelledAt', 'is', null)
    .returningAll()
    .executeTakeFirst();
}
