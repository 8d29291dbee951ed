import { Refused } from '../../model/errors.ts';
import { type ExecutionStatus, isOver } from '../../model/execution.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database.ts';
import { listExecutions, lockExecution, moveExecution } from '../../store/executions.ts';
import { dropOrders, listUntaken } from '../../store/orders.ts';
import type { Desk } from './desk.ts';
import { startAnew } from './give-order.ts';
import { executionOf, liveRun } from './runs.ts';

/** What somebody works on, or should. */
const UNDER_WAY: readonly ExecutionStatus[] = ['planned', 'pending-approval', 'running', 'waiting', 'undoing'];
/** Between asking for an execution and the start of its run, and between a run's end and its record. */
const YOUNG_MS = 60_000;
const MOST = 10_000;

/**
 * Finds executions that no run works on, though they are not over: who asked for it died before it was begun, or its run
 * ended in a way that could not even be written down. The first is begun; the other says that it was interrupted, since a
 * person has to look at it. An order that nobody heard, since the run that it was for was about to end, is heard now.
 * `underWay` are the runs that are not over: one query, for however many executions wait.
 */
export async function takeCareOfOrphans(desk: Desk, underWay: ReadonlySet<string>): Promise<void> {
  const { db, durable } = desk;
  const at = desk.now();
  const alive = new Set([...underWay].map((run) => executionOf(run)));
  for (const [id, order] of await listUntaken(db)) {
    if (alive.has(id)) continue;
    await inTransaction(db, async (trx) => {
      const execution = await lockExecution(trx, id);
      if (execution?.status !== 'failed' || (await liveRun(desk, id)) !== undefined) return;
      await startAnew(desk, trx, execution, order);
    }).catch(async (error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      // What somebody else's locks forbid now is not done later, when nobody expects it any more.
      await dropOrders(db, id, 'refused');
    });
  }
  for (const { id, createdAt } of await listExecutions(db, { statuses: UNDER_WAY, limit: MOST })) {
    if (at.getTime() - createdAt.getTime() < YOUNG_MS || alive.has(id)) continue;
    await inTransaction(db, async (trx) => {
      // Orders, which begin runs too, wait for this.
      const execution = await lockExecution(trx, id);
      if (!execution || isOver(execution.status) || execution.status === 'failed') return;
      if ((await liveRun(desk, id)) !== undefined) return;
      if ((await durable.state(id)) === 'absent') return durable.start(id, { executionId: id, way: 'do' });
      const outcome = `interrupted: its run ended without a word (opsbook executions resume ${id}, or undo, or cancel)`;
      await moveExecution(trx, id, 'failed', { at, outcome });
      const about = { at, actor: 'opsbook', action: 'execution.failed', subject: `execution/${id}` };
      await appendAudit(trx, { ...about, details: { reason: outcome } });
    });
  }
}
