import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import { stored } from './json.ts';
import type { ChecklistRunsTable } from './tables.ts';

export type ChecklistRunRow = Selectable<ChecklistRunsTable>;

interface Begun {
  readonly id: string;
  readonly checklist: string;
  /** The instant of the calendar it is for; null where a person asked. */
  readonly scheduledFor: Date | null;
  readonly startedAt: Date;
}

/** Says whether this run is the one: of those for one instant of the calendar, only the first is. */
export async function beginChecklistRun(db: Database, run: Begun): Promise<boolean> {
  const inserted = await db
    .insertInto('checklistRuns')
    .values(run)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

export async function finishChecklistRun(
  db: Database,
  id: string,
  ended: { result: unknown; at: Date },
): Promise<void> {
  await db
    .updateTable('checklistRuns')
    .set({ result: stored(ended.result), finishedAt: ended.at })
    .where('id', '=', id)
    .execute();
}

/** A run that never finished, for whoever starts it again. */
export async function deleteChecklistRun(db: Database, id: string): Promise<void> {
  await db.deleteFrom('checklistRuns').where('id', '=', id).where('finishedAt', 'is', null).execute();
}

export function findChecklistRun(db: Database, id: string): Promise<ChecklistRunRow | undefined> {
  return db.selectFrom('checklistRuns').selectAll().where('id', '=', id).executeTakeFirst();
}

interface Filter {
  readonly checklist?: string;
  readonly finished?: boolean;
  readonly limit: number;
}

/** The newest first, without their results, which are long. */
export function listChecklistRuns(db: Database, filter: Filter): Promise<Omit<ChecklistRunRow, 'result'>[]> {
  const { checklist, finished, limit } = filter;
  return db
    .selectFrom('checklistRuns')
    .select(['id', 'checklist', 'scheduledFor', 'startedAt', 'finishedAt'])
    .$if(checklist !== undefined, (query) => query.where('checklist', '=', checklist ?? ''))
    .$if(finished !== undefined, (query) => query.where('finishedAt', finished === true ? 'is not' : 'is', null))
    .orderBy('startedAt', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}
