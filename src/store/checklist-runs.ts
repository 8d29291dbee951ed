import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Database } from './database.ts';
import { stored } from './json.ts';
import type { ChecklistRunsTable } from './tables.ts';

export type ChecklistRunRow = Selectable<ChecklistRunsTable>;

interface Ended {
  readonly id: string;
  readonly claim: string;
  readonly at: Date;
}

/** A run that somebody asked for, once it is over. */
export async function insertFinishedRun(
  db: Database,
  run: Pick<ChecklistRunRow, 'id' | 'checklist' | 'actor' | 'startedAt' | 'finishedAt'> & {
    readonly result: unknown;
    readonly summary: unknown;
  },
): Promise<void> {
  const values = { ...run, scheduledFor: null, result: stored(run.result), summary: stored(run.summary) };
  await db.insertInto('checklistRuns').values(values).execute();
}

/** Says false where another has taken the run over: then what came out here counts for nothing. */
export async function finishChecklistRun(
  db: Database,
  { id, claim, at }: Ended,
  outcome: { readonly result: unknown; readonly summary: unknown } | { readonly error: string },
): Promise<boolean> {
  const ended = await db
    .updateTable('checklistRuns')
    .set(
      'error' in outcome
        ? { finishedAt: at, error: outcome.error }
        : { finishedAt: at, error: null, result: stored(outcome.result), summary: stored(outcome.summary) },
    )
    .where('id', '=', id)
    .where('claim', '=', claim)
    .where('finishedAt', 'is', null)
    .where('missedAt', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

/**
 * Says that whoever has the run is alive, by the database's clock, for so much longer; 0 lets go of it. False where it is
 * another's by now.
 */
export async function renewChecklistRun(
  db: Database,
  { id, claim }: Pick<Ended, 'id' | 'claim'>,
  leaseMs: number,
): Promise<boolean> {
  const renewed = await db
    .updateTable('checklistRuns')
    .set({ leaseUntil: leaseOf(leaseMs) })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .where('finishedAt', 'is', null)
    .executeTakeFirst();
  return renewed.numUpdatedRows === 1n;
}

interface TakingOver {
  readonly checklists: readonly string[];
  readonly claim: string;
  readonly leaseMs: number;
  /** How often a run may be begun: one that takes its worker with it must not take all. */
  readonly mostAttempts: number;
  readonly at: Date;
}

type Orphan = Pick<ChecklistRunRow, 'id' | 'checklist' | 'scheduledFor' | 'attempts'>;

/** The oldest run of the calendar whose worker has not been heard of: it is this worker's now. */
export async function takeOverRun(db: Database, taking: TakingOver): Promise<Orphan | undefined> {
  const { checklists, claim, leaseMs, mostAttempts } = taking;
  return db
    .with('orphan', (orphan) =>
      orphan
        .selectFrom('checklistRuns')
        .select('id')
        .where('checklist', 'in', [...checklists])
        .where('scheduledFor', 'is not', null)
        .where('finishedAt', 'is', null)
        .where('missedAt', 'is', null)
        .where('leaseUntil', '<=', sql<Date>`now()`)
        .where('attempts', '<', mostAttempts)
        .orderBy('scheduledFor')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('checklistRuns')
    .from('orphan')
    .set((eb) => ({ claim, leaseUntil: leaseOf(leaseMs), attempts: eb('checklistRuns.attempts', '+', 1) }))
    .whereRef('checklistRuns.id', '=', 'orphan.id')
    .returning(['checklistRuns.id', 'checklist', 'scheduledFor', 'attempts'])
    .executeTakeFirst();
}

/** Ends the runs that were begun too often and never came to an end. */
export function giveUpRuns(db: Database, { checklists, mostAttempts, at }: TakingOver): Promise<Orphan[]> {
  return db
    .updateTable('checklistRuns')
    .set({ finishedAt: at, error: `given up: begun ${mostAttempts} times, and its worker died each time` })
    .where('checklist', 'in', [...checklists])
    .where('scheduledFor', 'is not', null)
    .where('finishedAt', 'is', null)
    .where('missedAt', 'is', null)
    .where('leaseUntil', '<=', sql<Date>`now()`)
    .where('attempts', '>=', mostAttempts)
    .returning(['id', 'checklist', 'scheduledFor', 'attempts'])
    .execute();
}

export function findChecklistRun(db: Database, id: string): Promise<ChecklistRunRow | undefined> {
  return db.selectFrom('checklistRuns').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The newest run of a checklist that has a result, at or before an instant. */
export function findResult(
  db: Database,
  checklist: string,
  atOrBefore: Date,
): Promise<Pick<ChecklistRunRow, 'id' | 'result'> | undefined> {
  return db
    .selectFrom('checklistRuns')
    .select(['id', 'result'])
    .where('checklist', '=', checklist)
    .where('result', 'is not', null)
    .where('finishedAt', '<=', atOrBefore)
    .orderBy('finishedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The oldest run of a checklist that still has its result. */
export function findFirstResult(
  db: Database,
  checklist: string,
): Promise<Pick<ChecklistRunRow, 'id' | 'result'> | undefined> {
  return db
    .selectFrom('checklistRuns')
    .select(['id', 'result'])
    .where('checklist', '=', checklist)
    .where('result', 'is not', null)
    .orderBy('finishedAt')
    .limit(1)
    .executeTakeFirst();
}

/** Results are long: of each checklist the newest are kept, and of the others only how they ended. */
export async function forgetOldResults(db: Database, checklist: string, keep: number): Promise<void> {
  await db
    .updateTable('checklistRuns')
    .set({ result: null })
    .where('id', 'in', (old) =>
      old
        .selectFrom('checklistRuns')
        .select('id')
        .where('checklist', '=', checklist)
        .where('result', 'is not', null)
        .orderBy('startedAt', 'desc')
        .offset(keep),
    )
    .execute();
}

interface Filter {
  readonly checklist?: string;
  /** Only what the calendar asked for. */
  readonly scheduled?: boolean;
  readonly limit: number;
}

/** The newest first, without their results, which are long. */
export function listChecklistRuns(db: Database, filter: Filter): Promise<Omit<ChecklistRunRow, 'result'>[]> {
  const { checklist, scheduled, limit } = filter;
  return db
    .selectFrom('checklistRuns')
    .select(['id', 'checklist', 'scheduledFor', 'startedAt', 'finishedAt', 'actor', 'claim', 'leaseUntil'])
    .select(['attempts', 'missedAt', 'error', 'summary'])
    .$if(checklist !== undefined, (query) => query.where('checklist', '=', checklist ?? ''))
    .$if(scheduled === true, (query) => query.where('scheduledFor', 'is not', null))
    .orderBy('startedAt', 'desc')
    .orderBy('scheduledFor', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** The database's clock decides: those of the workers may differ. */
function leaseOf(ms: number): RawBuilder<Date> {
  return sql<Date>`now() + ${ms} * interval '1 millisecond'`;
}
