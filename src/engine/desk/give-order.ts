import { Refused } from '../../model/errors.ts';
import { isOver, type Order } from '../../model/execution.ts';
import { appendAudit } from '../../store/audit.ts';
import { type ExecutionRow, findExecution } from '../../store/executions.ts';
import { insertOrder } from '../../store/orders.ts';
import type { Actor } from '../conduct/workplace.ts';
import type { Desk } from './desk.ts';
import { requireRole } from './require-role.ts';
import { requireScope } from './require-scope.ts';
import { freeRun, liveRun } from './runs.ts';

/**
 * Tells an execution to go on, to be undone or to be set aside. It hears of it where it stands; what went well and is over
 * can be undone too.
 * @throws Refused for who may not, and where it makes no sense
 */
export async function giveOrder(
  desk: Desk,
  actor: Actor,
  {
    executionId,
    order,
    reason,
  }: { readonly executionId: string; readonly order: Order; readonly reason: string | null },
): Promise<void> {
  requireRole(actor, 'operator', `${order} an execution`);
  const execution = await findExecution(desk.db, executionId);
  if (!execution) throw new Refused(`there is no execution ${executionId}`);
  requireScope(actor, execution, `${order} it`);
  refuseWithoutSense(execution, order);
  const at = desk.now();
  const subject = `execution/${executionId}`;
  const details = { reason, via: actor.via, status: execution.status };
  await appendAudit(desk.db, { at, actor: actor.id, action: `execution.order.${order}`, subject, details });
  if (execution.status === 'succeeded') {
    await desk.durable.start(await freeRun(desk, executionId, 'undo'), { executionId, way: 'undo' });
    return;
  }
  await insertOrder(desk.db, { executionId, kind: order, actor: actor.id, reason, at });
  const run = await liveRun(desk, executionId);
  if (run !== undefined) await desk.durable.signal(run, { kind: 'order', body: null });
  // The run ended by an error of ours: what it did is in the record, so another can go on from there.
  else
    await desk.durable.start(await freeRun(desk, executionId, 'again'), {
      executionId,
      way: order === 'undo' ? 'undo' : 'do',
    });
}

function refuseWithoutSense({ id, status, outcome }: ExecutionRow, order: Order): void {
  const said = `execution ${id} is ${status}${outcome === null ? '' : ` (${outcome})`}`;
  if (status === 'succeeded' && order !== 'undo') throw new Refused(`${said}: there is nothing to ${order}`);
  if (isOver(status) && status !== 'succeeded') throw new Refused(`${said}: it is over`);
  if (order === 'resume' && !['waiting', 'failed'].includes(status)) {
    throw new Refused(`${said}: only one that waits or has failed can be resumed`);
  }
}
