import { AwsFault } from '../../aws/fault.ts';
import { durationMs } from '../../model/duration.ts';
import { Refused } from '../../model/errors.ts';
import type { Outcome } from '../../model/execution.ts';
import type { Json } from '../../model/json.ts';
import { policyFor } from '../../model/approval-policy.ts';
import type { Plan } from '../../model/plan.ts';
import { parsePlan } from '../../model/plan-schema.ts';
import { appendAudit } from '../../store/audit.ts';
import { findExecution, moveExecution } from '../../store/executions.ts';
import { acquireLocks } from '../../store/locks.ts';
import { takeOrder } from '../../store/orders.ts';
import { findPlan, keepPlan } from '../../store/plans.ts';
import type { DurableContext } from '../durable/durable.ts';
import { runPlan, undoPlan } from '../execute/run-plan.ts';
import { standingOf } from './approvals.ts';
import { type Conducting, databasePorts } from './database-ports.ts';
import { keepDrill } from './drill-evidence.ts';
import type { Assignment, Workplace } from './workplace.ts';

/**
 * One execution from its request to its end, durable: agreed on, locked, looked at once more, carried out. Called again
 * after a crash, it goes on where it stood.
 */
export async function conduct(context: DurableContext, workplace: Workplace, assignment: Assignment): Promise<Json> {
  const { executionId, way } = assignment;
  const execution = await findExecution(workplace.db, executionId);
  const row = execution && (await findPlan(workplace.db, execution.planId));
  if (!execution || !row) throw new Error(`execution ${executionId} is not in the database any more`);
  const plan = parsePlan(row.document);
  const site = await workplace.open(execution);
  const conducting: Conducting = { workplace, site, execution, plan, context };
  try {
    const outcome =
      way === 'undo' ? await takeBack(conducting) : ((await before(conducting)) ?? (await carryOut(conducting)));
    return await finish(conducting, outcome);
  } catch (error) {
    // An error of ours, or a record that cannot be read: it stands where it is, and says so, instead of running for ever.
    const reason = error instanceof Error ? error.message : String(error);
    return finish(conducting, { status: 'failed', reason: `stopped by an error: ${reason}`, residue: [] });
  }
}

/** What has to be so before anything is changed; an outcome where it is not. */
async function before(conducting: Conducting): Promise<Outcome | undefined> {
  return (
    (await agreed(conducting)) ?? (await open(conducting)) ?? (await locked(conducting)) ?? (await unmoved(conducting))
  );
}

async function agreed({ workplace, execution, plan, context }: Conducting): Promise<Outcome | undefined> {
  const { db } = workplace;
  const policy = policyFor(plan, workplace.policyOf(execution.environment));
  if (!policy) return undefined;
  const { quorum, expires, fourEyes } = policy;
  const question = {
    executionId: execution.id,
    stepKey: null,
    planHash: plan.hash,
    quorum,
    expires,
    onExpiry: 'cancel',
    excluded: fourEyes ? [execution.requestedBy] : [],
  } as const;
  for (let look = 1; ; look += 1) {
    const name = `approval ${look}`;
    const turn = await context.once(name, async () => {
      const order = (await takeOrder(db, execution.id, name)) ?? null;
      const at = workplace.now();
      const { decision, words } = await standingOf(db, question, at, (person) => workplace.mayApprove(person));
      if (decision === 'pending') {
        await moveExecution(db, execution.id, 'pending-approval', { at, outcome: words });
        workplace.progress(execution.id, { at, step: null, direction: 'do', phase: 'status', text: words });
      }
      return { order, decision, words };
    });
    if (turn.order === 'cancel' || turn.order === 'undo') return ended('cancelled', 'cancelled before it began');
    if (turn.decision === 'approved') return undefined;
    if (turn.decision === 'rejected') return ended('cancelled', turn.words);
    if (turn.decision === 'expired') return ended('expired', turn.words);
    // People live in this machine's time, also where the sandbox's passes faster.
    await context.waitFor(durationMs(expires));
  }
}

/** Between the request and the last approval the change calendar may have closed. */
async function open({ workplace, execution, plan, context }: Conducting): Promise<Outcome | undefined> {
  const { environment, override } = execution;
  if (!workplace.closed || override !== null) return undefined;
  const closed = await context.once('change calendar', () =>
    Promise.resolve(workplace.closed?.({ plan, environment }) ?? null),
  );
  return closed === null ? undefined : ended('cancelled', `nothing was changed: ${closed}`);
}

async function locked({ workplace, site, execution, plan, context }: Conducting): Promise<Outcome | undefined> {
  const held = await context.once('locks', async () => {
    const { requestedBy, runbook, id } = execution;
    const acquired = await acquireLocks(workplace.db, {
      executionId: id,
      holder: `${requestedBy} (${runbook})`,
      resources: plan.locks.map((lock) => `${execution.account}/${execution.region}/${lock}`),
      at: await site.now(),
    });
    if (acquired.state === 'acquired') return null;
    const holders = acquired.by.map(
      ({ resource, holder, executionId, acquiredAt }) =>
        `${resource} is held by ${holder} since ${acquiredAt.toISOString()} (opsbook executions show ${executionId})`,
    );
    return holders.join('; ');
  });
  return held === null ? undefined : ended('cancelled', `nothing was changed: ${held}`);
}

/** What the plan was based on is read again: where it has moved, what was agreed to is not what would happen. */
async function unmoved({ workplace, site, execution, plan, context }: Conducting): Promise<Outcome | undefined> {
  const moved = await context.once('look again', async () => {
    try {
      const now = await site.replan(plan);
      if (now.hash === plan.hash) return null;
      const id = `${execution.planId.slice(0, 24)}-${now.hash.slice(7, 15)}`;
      const createdAt = await site.now();
      const { hash, runbook } = now;
      await keepPlan(workplace.db, { id, hash, runbook, document: now, createdAt, createdBy: execution.requestedBy });
      return `what the plan was based on has moved: ${whatMoved(plan, now)}. The new plan is ${id}: opsbook apply ${id}`;
    } catch (error) {
      if (error instanceof Refused || error instanceof AwsFault) return error.message;
      throw error;
    }
  });
  return moved === null ? undefined : ended('cancelled', `nothing was changed: ${moved}`);
}

/** The facts that are not what they were, in words. */
export function whatMoved(before: Plan, after: Plan): string {
  const facts = after.basis.flatMap(({ title, value }) => {
    const known = before.basis.find((fact) => fact.title === title);
    const [was, is] = [JSON.stringify(known?.value ?? null), JSON.stringify(value)];
    return was === is ? [] : [`${title} was ${was} and is ${is}`];
  });
  const gone = before.basis.filter(({ title }) => !after.basis.some((fact) => fact.title === title));
  const words = [...facts, ...gone.map(({ title }) => `${title} is gone`)];
  return words.length > 0 ? words.join('; ') : 'its steps are others';
}

async function carryOut(conducting: Conducting): Promise<Outcome> {
  const { workplace, site, execution, plan, context } = conducting;
  await context.once('start', async () => {
    const at = await site.now();
    await moveExecution(workplace.db, execution.id, 'running', { at });
    await audit(conducting, 'execution.start', { hash: plan.hash });
    return null;
  });
  return runPlan(plan, databasePorts(conducting));
}

async function takeBack(conducting: Conducting): Promise<Outcome> {
  const held = await locked(conducting);
  if (held) return { ...held, status: 'failed' };
  return undoPlan(conducting.plan, databasePorts(conducting), "undone on a person's word");
}

async function finish(conducting: Conducting, outcome: Outcome): Promise<Json> {
  const { workplace, site, execution, context } = conducting;
  const { status, reason, residue } = outcome;
  await context.once('end', async () => {
    const at = await site.now();
    await moveExecution(workplace.db, execution.id, status, { at, outcome: reason, residue });
    await keepDrill(conducting, outcome);
    await audit(conducting, `execution.${status}`, { reason, residue: residue.length });
    workplace.progress(execution.id, { at, step: null, direction: 'do', phase: 'status', text: reason });
    return null;
  });
  return { status, reason };
}

async function audit({ workplace, site, execution }: Conducting, action: string, details: Json): Promise<void> {
  const subject = `execution/${execution.id}`;
  await appendAudit(workplace.db, { at: await site.now(), actor: execution.requestedBy, action, subject, details });
}

function ended(status: Outcome['status'], reason: string): Outcome {
  return { status, reason, residue: [] };
}
