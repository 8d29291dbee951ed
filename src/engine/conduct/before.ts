import { AwsFault } from '../../aws/fault.ts';
import { type ApprovalPolicy, policyFor } from '../../model/approval-policy.ts';
import { Refused } from '../../model/errors.ts';
import type { Outcome } from '../../model/execution.ts';
import type { Plan } from '../../model/plan.ts';
import { canonical } from '../../model/plan-hash.ts';
import { moveExecution } from '../../store/executions.ts';
import { takeOrder } from '../../store/orders.ts';
import { keepPlan } from '../../store/plans.ts';
import { standingOf } from './approvals.ts';
import type { Conducting } from './database-ports.ts';
import { takeLocks } from './locks.ts';

/** What has to be so before anything is changed; an outcome where it is not. */
export async function before(conducting: Conducting): Promise<Outcome | undefined> {
  return (
    (await agreed(conducting)) ?? (await open(conducting)) ?? (await locked(conducting)) ?? (await unmoved(conducting))
  );
}

async function locked(conducting: Conducting): Promise<Outcome | undefined> {
  const held = await conducting.context.once('locks', () => takeLocks(conducting));
  return held === null ? undefined : cancelled(`nothing was changed: ${held}`);
}

async function agreed({ workplace, execution, plan, context }: Conducting): Promise<Outcome | undefined> {
  const { db } = workplace;
  // Kept: the next worker may have another configuration.
  const policy = await context.once('policy', () =>
    Promise.resolve(keepable(policyFor(plan, workplace.policyOf(execution.environment)))),
  );
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
      const order = (await takeOrder(db, execution.id, `${context.runId} ${name}`)) ?? null;
      const at = workplace.now();
      const {
        decision,
        words,
        until = at,
      } = await standingOf(db, question, at, (person) => workplace.mayApprove(person));
      if (decision === 'pending') {
        await moveExecution(db, execution.id, 'pending-approval', { at, outcome: words });
        workplace.progress(execution.id, { at, step: null, direction: 'do', phase: 'status', text: words });
      }
      return { order, decision, words, leftMs: until.getTime() - at.getTime() };
    });
    if (turn.order === 'cancel' || turn.order === 'undo') return cancelled('cancelled before it began');
    if (turn.decision === 'approved') return undefined;
    if (turn.decision === 'rejected') return cancelled(turn.words);
    if (turn.decision === 'expired') return { status: 'expired', reason: turn.words, residue: [] };
    // People live in this machine's time, also where the sandbox's passes faster.
    await context.waitFor(Math.max(turn.leftMs, 1));
  }
}

/** Between the request and the last approval the change calendar may have closed. */
async function open({ workplace, execution, plan, context }: Conducting): Promise<Outcome | undefined> {
  const { environment, override } = execution;
  if (!workplace.closed || override !== null) return undefined;
  const closed = await context.once('change calendar', () =>
    Promise.resolve(workplace.closed?.({ plan, environment }) ?? null),
  );
  return closed === null ? undefined : cancelled(`nothing was changed: ${closed}`);
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
  return moved === null ? undefined : cancelled(`nothing was changed: ${moved}`);
}

/** The facts that are not what they were, in words. */
function whatMoved(before: Plan, after: Plan): string {
  const facts = after.basis.flatMap(({ title, value }) => {
    const known = before.basis.find((fact) => fact.title === title);
    // In one order: a plan that was stored has its members in another.
    const [was, is] = [canonical(known?.value), canonical(value)];
    return was === is ? [] : [`${title} was ${was} and is ${is}`];
  });
  const gone = before.basis.filter(({ title }) => !after.basis.some((fact) => fact.title === title));
  const words = [...facts, ...gone.map(({ title }) => `${title} is gone`)];
  return words.length > 0 ? words.join('; ') : 'its steps are others';
}

function keepable(policy: ApprovalPolicy | null) {
  return policy && { quorum: policy.quorum, expires: policy.expires, fourEyes: policy.fourEyes };
}

function cancelled(reason: string): Outcome {
  return { status: 'cancelled', reason, residue: [] };
}
