import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from '../../model/errors.ts';
import { isOver, type Order } from '../../model/execution.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import { type ExecutionRow, findExecution, lockExecution } from '../../store/executions.ts';
import { dropOrders, insertOrder } from '../../store/orders.ts';
import type { Actor } from '../conduct/workplace.ts';
import type { Desk } from './desk.ts';
import { refuseUndo } from './refuse-undo.ts';
import { requireRole } from './require-role.ts';
import { requireScope } from './require-scope.ts';
import { freeRun, liveOf, liveRun } from './runs.ts';

interface Given {
  readonly executionId: string;
  readonly order: Order;
  readonly reason: string | null;
}

/**
 * Tells an execution to go on, to be undone or to be set aside. It hears of it where it stands; what went well and is over
 * can be undone too. Of two orders at one instant, the second finds what the first has led to.
 * @throws Refused for who may not, and where it makes no sense
 */
export async function giveOrder(desk: Desk, actor: Actor, given: Given): Promise<void> {
  const { executionId, order, reason } = given;
  requireRole(actor, 'operator', `${order} an execution`);
  const known = await findExecution(desk.db, executionId);
  if (!known) throw new Refused(`there is no execution ${executionId}`);
  requireScope(actor, known, `${order} it`);
  if (known.status === 'failed') await untilItStands(desk, executionId);
  const listening = await inTransaction(desk.db, async (trx) => {
    const execution = (await lockExecution(trx, executionId)) ?? known;
    // What went well has nobody to hear of an order any more, but for who undoes it.
    const isDone = execution.status === 'succeeded';
    const run = isDone ? await liveOf(desk, executionId, 'undo') : await liveRun(desk, executionId);
    refuseWithoutSense(execution, order, run);
    const at = desk.now();
    if (run !== undefined) await insertOrder(trx, { executionId, kind: order, actor: actor.id, reason, at });
    else await startAnew(desk, trx, execution, order);
    const subject = `execution/${executionId}`;
    const details = { reason, via: actor.via, status: execution.status };
    await appendAudit(trx, { at, actor: actor.id, action: `execution.order.${order}`, subject, details });
    return run;
  });
  // Only now is the order there for who is woken.
  if (listening !== undefined) await desk.durable.signal(listening, { kind: 'order', body: null });
}

const LOOKS = 50;
const BETWEEN_LOOKS_MS = 100;

/** A run that has just called it failed either waits for a person now, or is about to end and to hear nothing any more. */
async function untilItStands(desk: Desk, executionId: string): Promise<void> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const run = await liveRun(desk, executionId);
    if (run === undefined || (await desk.durable.state(run)) === 'waiting') return;
    await sleep(BETWEEN_LOOKS_MS);
  }
}

/** What its last run did is in the record, so another can go on from there. */
export async function startAnew(desk: Desk, db: Database, execution: ExecutionRow, order: Order): Promise<void> {
  const { id: executionId } = execution;
  if (order === 'undo') await refuseUndo(db, execution);
  // What nobody heard of is overtaken by this.
  await dropOrders(db, executionId, 'overtaken');
  const run = await freeRun(desk, executionId, order === 'undo' ? 'undo' : 'again');
  await desk.durable.start(run, { executionId, way: order });
}

function refuseWithoutSense({ id, status, outcome }: ExecutionRow, order: Order, run: string | undefined): void {
  const said = `execution ${id} is ${status}${outcome === null ? '' : ` (${outcome})`}`;
  if (status === 'succeeded' && order !== 'undo') throw new Refused(`${said}: there is nothing to ${order}`);
  if (isOver(status) && status !== 'succeeded') throw new Refused(`${said}: it is over`);
  if (status === 'succeeded' && run !== undefined) throw new Refused(`${said}, and is being undone already`);
  if (order === 'resume' && run !== undefined && !['waiting', 'failed'].includes(status)) {
    throw new Refused(`${said}: only one that waits or has failed can be resumed`);
  }
}
