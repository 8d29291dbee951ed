import { type Insertable, type Selectable, sql, type Transaction } from 'kysely';
import { type ExecutionStatus, isOver, statusesBefore } from '../model/execution.ts';
import { type Database, inTransaction } from './database.ts';
import { stored } from './json.ts';
import { releaseLocks } from './locks.ts';
import type { ExecutionsTable, Tables } from './tables.ts';

export type ExecutionRow = Selectable<ExecutionsTable>;

/** Inserting an execution again under its id changes nothing; says whether it is new. */
export async function insertExecution(db: Database, execution: Insertable<ExecutionsTable>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('executions')
    .values(execution)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export function findExecution(db: Database, id: string): Promise<ExecutionRow | undefined> {
  return db.selectFrom('executions').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The same, for a transaction that decides by how it stands: whoever else wants to waits. */
export function lockExecution(trx: Transaction<Tables>, id: string): Promise<ExecutionRow | undefined> {
  return trx.selectFrom('executions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** How many there are of each status. */
export function countExecutions(db: Database): Promise<{ status: ExecutionStatus; count: number }[]> {
  return db
    .selectFrom('executions')
    .select(['status', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('status')
    .execute();
}

interface Filter {
  readonly statuses?: readonly ExecutionStatus[];
  readonly runbook?: string;
  readonly environment?: string;
  /** Older than this one: the last of the page before. */
  readonly before?: { readonly createdAt: Date; readonly id: string };
  readonly limit: number;
}

/** The newest first. */
export function listExecutions(db: Database, filter: Filter): Promise<ExecutionRow[]> {
  const { statuses, runbook, environment, before, limit } = filter;
  return db
    .selectFrom('executions')
    .selectAll()
    .$if(statuses !== undefined, (query) => query.where('status', 'in', statuses ?? []))
    .$if(runbook !== undefined, (query) => query.where('runbook', '=', runbook ?? ''))
    .$if(environment !== undefined, (query) => query.where('environment', '=', environment ?? ''))
    .$if(before !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(before?.createdAt ?? new Date(0), before?.id ?? '')),
      ),
    )
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

interface Between {
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

/** What ended in a time, half-open, with what its plan is called; the newest first. */
export function listFinishedExecutions(db: Database, { from, to, limit }: Between) {
  return titled(db)
    .where('finishedAt', '>=', from)
    .where('finishedAt', '<', to)
    .orderBy('finishedAt', 'desc')
    .limit(limit)
    .execute();
}

/** What stands in one of these states, likewise. */
export function listExecutionsIn(db: Database, statuses: readonly ExecutionStatus[], limit: number) {
  return titled(db)
    .where('status', 'in', [...statuses])
    .orderBy('executions.createdAt', 'desc')
    .limit(limit)
    .execute();
}

function titled(db: Database) {
  return db
    .selectFrom('executions')
    .leftJoin('plans', 'plans.id', 'executions.planId')
    .select(['executions.id', 'executions.runbook', 'account', 'region', 'status', 'outcome', 'finishedAt'])
    .select(['executions.createdAt', sql<string | null>`document ->> 'title'`.as('title')]);
}

interface Move {
  readonly at: Date;
  /** One sentence: why it stands there. */
  readonly outcome?: string;
  /** What is left behind, for a state that ends it. */
  readonly residue?: unknown;
}

/**
 * Brings an execution to a state, if it may come there from where it is; says whether it did (also when it is there
 * already). What is over lets go of its locks with it.
 */
export function moveExecution(db: Database, id: string, to: ExecutionStatus, move: Move): Promise<boolean> {
  const { at, outcome, residue } = move;
  return inTransaction(db, async (trx) => {
    const moved = await trx
      .updateTable('executions')
      .set((eb) => ({
        status: to,
        ...(to === 'running' && { startedAt: eb.fn.coalesce(eb.ref('startedAt'), eb.val(at)) }),
        finishedAt: isOver(to) || to === 'failed' ? at : null,
        ...(outcome !== undefined && { outcome }),
        ...(residue !== undefined && { residue: stored(residue) }),
      }))
      .where('id', '=', id)
      .where('status', 'in', [...statusesBefore(to), to])
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) return false;
    if (isOver(to)) await releaseLocks(trx, id, at);
    return true;
  });
}
