import { Refused } from '../../model/errors.ts';
import { changesOf, isSettledBy, type Plan } from '../../model/plan.ts';
import { parsePlan } from '../../model/plan-schema.ts';
import type { Database } from '../../store/database.ts';
import { type ExecutionRow, listExecutions } from '../../store/executions.ts';
import { listLocks } from '../../store/locks.ts';
import { findPlan } from '../../store/plans.ts';
import { listSteps } from '../../store/steps.ts';
import { holdersIn, resourcesOf } from '../conduct/locks.ts';

/** How far back it is looked for who changed the same since. */
const MOST_LATER = 500;

/**
 * Undoing brings back what was before, so nothing may rest on what is.
 * @throws Refused past a step that cannot be undone, after a later execution on the same things, and while somebody holds them
 */
export async function refuseUndo(db: Database, execution: ExecutionRow): Promise<void> {
  const stored = await findPlan(db, execution.planId);
  if (!stored) return;
  const plan = parsePlan(stored.document);
  await refusePastReturn(db, execution, plan);
  const locks = await listLocks(db, resourcesOf(execution, plan));
  const others = locks.filter((lock) => lock.executionId !== execution.id);
  if (others.length > 0) throw new Refused(`it cannot be undone now: ${holdersIn(others)}`);
  await refuseAfterLater(db, execution, plan);
}

/** Once what came before is deleted, undoing the rest would take away what serves. */
async function refusePastReturn(db: Database, { id }: ExecutionRow, plan: Plan): Promise<void> {
  const done = (await listSteps(db, id)).filter(
    ({ direction, status }) => direction === 'do' && status === 'succeeded',
  );
  for (const step of changesOf(plan)) {
    if (!('impossible' in step.undo) || !isSettledBy(plan, step.key)) continue;
    if (!done.some(({ key }) => key === step.key)) continue;
    throw new Refused(`${id} cannot be undone any more: "${step.title}" is done, and ${step.undo.impossible}`);
  }
}

/** What a later one has made of the same things would be overwritten with what was before both. */
async function refuseAfterLater(db: Database, execution: ExecutionRow, plan: Plan): Promise<void> {
  const own = new Set(resourcesOf(execution, plan));
  const later = await listExecutions(db, {
    statuses: ['succeeded', 'failed', 'waiting', 'running'],
    limit: MOST_LATER,
  });
  for (const other of later) {
    if (other.id === execution.id || other.createdAt <= execution.createdAt || other.startedAt === null) continue;
    const stored = await findPlan(db, other.planId);
    const shared = stored ? resourcesOf(other, parsePlan(stored.document)).filter((one) => own.has(one)) : [];
    if (shared.length === 0) continue;
    throw new Refused(
      `${execution.id} cannot be undone: ${other.id} (${other.runbook}) has changed ${shared.join(', ')} since. Undo that first, or change it by a plan of its own`,
    );
  }
}
