import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import { stored } from './json.ts';
import type { PlansTable } from './tables.ts';

export type PlanRow = Selectable<PlansTable>;

interface NewPlan extends Omit<PlanRow, 'document'> {
  readonly document: unknown;
}

/** Keeping a plan again under its id changes nothing. */
export async function keepPlan(db: Database, plan: NewPlan): Promise<void> {
  await db
    .insertInto('plans')
    .values({ ...plan, document: stored(plan.document) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export function findPlan(db: Database, id: string): Promise<PlanRow | undefined> {
  return db.selectFrom('plans').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The newest first. */
export function listPlans(db: Database, limit: number): Promise<Omit<PlanRow, 'document'>[]> {
  return db
    .selectFrom('plans')
    .select(['id', 'hash', 'runbook', 'createdAt', 'createdBy'])
    .orderBy('createdAt', 'desc')
    .limit(limit)
    .execute();
}
