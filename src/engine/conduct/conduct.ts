import { UsageError } from '../../model/errors.ts';
import type { ExecutionStatus, Outcome } from '../../model/execution.ts';
import type { Json } from '../../model/json.ts';
import { parsePlan } from '../../model/plan-schema.ts';
import { type Span, span } from '../../model/span.ts';
import { closeApprovalsOf } from '../../store/approvals.ts';
import { appendAudit } from '../../store/audit.ts';
import { type ExecutionRow, findExecution, moveExecution } from '../../store/executions.ts';
import { dropOrders, takeOrder } from '../../store/orders.ts';
import { findPlan } from '../../store/plans.ts';
import { listSteps } from '../../store/steps.ts';
import { isDatabaseGone } from '../../store/unavailable.ts';
import type { DurableContext } from '../durable/durable.ts';
import { residueOf } from '../execute/residue.ts';
import { runPlan, undoPlan } from '../execute/run-plan.ts';
import { before } from './before.ts';
import { type Conducting, databasePorts } from './database-ports.ts';
import { keepDrill } from './drill-evidence.ts';
import { takeLocks } from './locks.ts';
import type { Assignment, Workplace } from './workplace.ts';

/** How often a place is tried that cannot be reached, and how long in between: a bake must not end for a lost packet. */
const TRIES = 10;
const BETWEEN_TRIES_MS = 15_000;

/**
 * One execution from its request to its end, durable: agreed on, locked, looked at once more, carried out. Called again
 * after a crash, it goes on where it stood.
 */
export function conduct(context: DurableContext, workplace: Workplace, assignment: Assignment): Promise<Json> {
  const { executionId, way } = assignment;
  const attributes = { 'opsbook.execution': executionId, 'opsbook.way': way };
  return span({ name: 'execution', kind: 'consumer', attributes }, async (own) => {
    const ended = await conducted(context, workplace, assignment, own);
    own.set({ 'opsbook.status': ended.status });
    if (ended.status === 'failed') own.fail(ended.status);
    return ended;
  });
}

/** How a run of it ended. */
type Ended = { readonly status: ExecutionStatus; readonly reason: string };

async function conducted(
  context: DurableContext,
  workplace: Workplace,
  assignment: Assignment,
  own: Span,
): Promise<Ended> {
  const { executionId, way } = assignment;
  const execution = await findExecution(workplace.db, executionId);
  if (!execution) throw new Error(`execution ${executionId} is not in the database any more`);
  own.set({ 'opsbook.runbook': execution.runbook, 'opsbook.environment': execution.environment });
  let conducting: Conducting;
  try {
    conducting = await prepare(context, workplace, execution);
  } catch (error) {
    if (isDatabaseGone(error)) throw error;
    return notBegun(workplace, execution, { way, why: messageOf(error) });
  }
  try {
    return await finish(conducting, await WAYS[way](conducting));
  } catch (error) {
    // The record is away, and that ends nothing.
    if (isDatabaseGone(error)) throw error;
    // An error of ours, or a record that cannot be read: it stands where it is, and says so, instead of running for ever.
    return finish(conducting, await standing(conducting, `stopped by an error: ${messageOf(error)}`));
  }
}

const WAYS: Readonly<Record<Assignment['way'], (conducting: Conducting) => Promise<Outcome>>> = {
  do: begin,
  resume: goOn,
  undo: takeBack,
  cancel: setAside,
};

async function prepare(context: DurableContext, workplace: Workplace, execution: ExecutionRow): Promise<Conducting> {
  const row = await findPlan(workplace.db, execution.planId);
  const plan = parsePlan(row?.document);
  return { workplace, site: await reach(workplace, execution), execution, plan, context };
}

/** Not kept, so that it is the same where it succeeds at once after a crash. */
async function reach(workplace: Workplace, execution: ExecutionRow): ReturnType<Workplace['open']> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await workplace.open(execution);
    } catch (error) {
      // Another account's credentials, or a target that is not configured: waiting mends neither.
      if (tried >= TRIES || error instanceof UsageError) throw error;
      const text = `it cannot be reached from here, and is tried again: ${messageOf(error)}`;
      workplace.progress(execution.id, { at: workplace.now(), step: null, direction: 'do', phase: 'status', text });
      await workplace.pause(BETWEEN_TRIES_MS);
    }
  }
}

/**
 * Not kept either: what is kept of the run so far is not known here. To be set aside, with its locks given up, it need not
 * be reached.
 */
async function notBegun(
  { db, now }: Workplace,
  execution: ExecutionRow,
  { way, why }: Pick<Assignment, 'way'> & { readonly why: string },
): Promise<Ended> {
  const { id, requestedBy: actor } = execution;
  const isSetAside = way === 'cancel' && execution.status !== 'succeeded';
  const status = isSetAside ? 'cancelled' : stoodAs(execution);
  const reason = isSetAside
    ? `set aside on a person's word, and nothing was looked at: ${why}`
    : `it cannot be worked on from here: ${why} (opsbook executions resume ${id})`;
  await moveExecution(db, id, status, { at: now(), outcome: reason });
  await appendAudit(db, {
    at: now(),
    actor,
    action: `execution.${status}`,
    subject: `execution/${id}`,
    details: { reason },
  });
  return { status, reason };
}

async function begin(conducting: Conducting): Promise<Outcome> {
  const nothingChanged: Outcome = { status: 'cancelled', reason: 'cancelled before it began', residue: [] };
  return (await before(conducting)) ?? carryOut(conducting, () => Promise.resolve(nothingChanged));
}

/**
 * Goes on with what an earlier run left, in the direction in which it went. What the plan was based on has been changed by
 * itself, and that it may be carried out was decided when it began: only the locks have to be there.
 */
async function goOn(conducting: Conducting): Promise<Outcome> {
  const { workplace, execution, context } = conducting;
  const stood = await context.once('where it stood', async () => {
    const steps = await listSteps(workplace.db, execution.id);
    if (steps.some(({ direction }) => direction === 'undo')) return 'going back';
    return steps.some(({ status }) => status !== 'pending') ? 'under way' : 'not begun';
  });
  if (stood === 'not begun') return begin(conducting);
  if (stood === 'going back') return takeBack(conducting);
  const held = await context.once('locks', () => takeLocks(conducting));
  if (held !== null) return standing(conducting, `it did not go on: ${held}`);
  return carryOut(conducting, (order) => WAYS[order](conducting));
}

async function carryOut(
  conducting: Conducting,
  onOrder: (order: 'undo' | 'cancel') => Promise<Outcome>,
): Promise<Outcome> {
  const { workplace, site, execution, plan, context } = conducting;
  const order = await context.once('start', async () => {
    const told = await takeOrder(workplace.db, execution.id, `${context.runId} start`);
    if (told === 'undo' || told === 'cancel') return told;
    const at = await site.now();
    await moveExecution(workplace.db, execution.id, 'running', { at });
    await audit(conducting, 'execution.start', { hash: plan.hash });
    return null;
  });
  return order === null ? runPlan(plan, databasePorts(conducting)) : onOrder(order);
}

async function takeBack(conducting: Conducting): Promise<Outcome> {
  const held = await conducting.context.once('locks', () => takeLocks(conducting));
  if (held !== null) return standing(conducting, `it was not undone: ${held}`);
  return undoPlan(conducting.plan, databasePorts(conducting), "undone on a person's word");
}

async function setAside(conducting: Conducting): Promise<Outcome> {
  return { ...(await standing(conducting, "set aside on a person's word")), status: 'cancelled' };
}

/** It stays where it stands; what was done and not undone is listed. */
async function standing(conducting: Conducting, reason: string): Promise<Outcome> {
  const { workplace, plan, execution } = conducting;
  const residue = await residueOf(plan, databasePorts(conducting), new Map(), reason);
  const now = (await findExecution(workplace.db, execution.id)) ?? execution;
  return { status: stoodAs(now), reason, residue };
}

/** What went well and was not begun to be undone still went well. */
function stoodAs({ status }: ExecutionRow): ExecutionStatus {
  return status === 'succeeded' ? 'succeeded' : 'failed';
}

async function finish(conducting: Conducting, outcome: Outcome): Promise<Ended> {
  const { workplace, site, execution, plan, context } = conducting;
  const { status, reason, residue } = outcome;
  await context.once('end', async () => {
    // Said before a crash, and being undone since by another run: that is not to be called done again.
    const now = await findExecution(workplace.db, execution.id);
    if (now?.status === 'undoing' && status === 'succeeded' && plan.conduct.afterwards === 'keep') return null;
    const at = await site.now();
    const late = await dropOrders(workplace.db, execution.id, `${context.runId} end`);
    const measured = await keepDrill(conducting, outcome);
    const words = `${reason}${measured}${late === undefined ? '' : ` (the order to ${late} came too late)`}`;
    await closeApprovalsOf(workplace.db, execution.id, workplace.now());
    await moveExecution(workplace.db, execution.id, status, { at, outcome: words, residue });
    await audit(conducting, `execution.${status}`, { reason: words, residue: residue.length });
    workplace.progress(execution.id, { at, step: null, direction: 'do', phase: 'status', text: words });
    return null;
  });
  return { status, reason };
}

async function audit({ workplace, site, execution }: Conducting, action: string, details: Json): Promise<void> {
  const subject = `execution/${execution.id}`;
  await appendAudit(workplace.db, { at: await site.now(), actor: execution.requestedBy, action, subject, details });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
