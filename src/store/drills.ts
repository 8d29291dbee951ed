import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import { stored } from './json.ts';
import type { DrillsTable } from './tables.ts';

export type DrillRow = Selectable<DrillsTable>;

interface NewDrill extends Omit<DrillRow, 'evidence'> {
  readonly evidence: unknown;
}

/** Again for the same execution changes nothing. */
export async function recordDrill(db: Database, drill: NewDrill): Promise<void> {
  await db
    .insertInto('drills')
    .values({ ...drill, evidence: stored(drill.evidence) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The newest success of each drill. */
export function listLastDrills(db: Database): Promise<DrillRow[]> {
  return db
    .selectFrom('drills')
    .selectAll()
    .distinctOn('drill')
    .orderBy('drill')
    .orderBy('succeededAt', 'desc')
    .execute();
}
