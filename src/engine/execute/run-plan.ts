import { durationMs } from '../../model/duration.ts';
import type { Order, Outcome } from '../../model/execution.ts';
import type { Json } from '../../model/json.ts';
import { changesOf, isSettledBy, type Plan, type Step } from '../../model/plan.ts';
import type { Ports } from './ports.ts';
import { residueOf } from './residue.ts';
import { runStep } from './run-step.ts';
import type { StepContext, StepResult } from './step-context.ts';
import { undoStep, type UndoResult } from './undo.ts';

/** Why the steps were left: all are done, or not. */
interface Left {
  readonly how: 'done' | 'undo' | 'cancelled' | 'stands' | 'waits' | 'expired' | 'set-aside';
  readonly reason: string;
}

/**
 * Carries out a plan's steps in their order and, where one fails, undoes what was done, newest first. The same after a
 * crash: what is kept is not done again. Everything it knows of the world comes by the ports.
 */
export async function runPlan(plan: Plan, ports: Ports): Promise<Outcome> {
  const began = await ports.durable.once('begin', async () => (await ports.clock()).toISOString());
  const startedAt = new Date(began);
  const answers = new Map<string, Json>();
  const deadline =
    plan.conduct.within === null ? null : new Date(startedAt.getTime() + durationMs(plan.conduct.within));
  const context: StepContext = { ports, answers, startedAt, deadline, round: 1 };
  const left = await forward(plan, context, answers);
  switch (left.how) {
    case 'done':
      if (plan.conduct.afterwards === 'keep') return { status: 'succeeded', reason: left.reason, residue: [] };
      return backward(plan, context, left);
    case 'undo':
    case 'expired':
      return backward(plan, context, left);
    case 'cancelled':
    case 'set-aside':
    case 'stands':
    case 'waits': {
      const status = ({ cancelled: 'cancelled', 'set-aside': 'expired', stands: 'failed', waits: 'waiting' } as const)[
        left.how
      ];
      return { status, reason: left.reason, residue: await residueOf(plan, ports, new Map(), left.reason) };
    }
  }
}

/** Undoes an execution that was over: what its record says was done. */
export async function undoPlan(plan: Plan, ports: Ports, reason: string): Promise<Outcome> {
  const began = await ports.durable.once('begin', async () => (await ports.clock()).toISOString());
  const answers = new Map<string, Json>();
  for (const { key } of changesOf(plan)) {
    const response = await ports.durable.once(`${key}: answer`, async () => {
      const record = await ports.journal.find(key, 'do');
      return record?.status === 'succeeded' ? record.response : null;
    });
    if (response !== null) answers.set(key, response);
  }
  const context = { ports, answers, startedAt: new Date(began), deadline: null, round: 1 };
  return backward(plan, context, { how: 'undo', reason });
}

async function forward(plan: Plan, context: StepContext, answers: Map<string, Json>): Promise<Left> {
  const { ports } = context;
  for (const step of plan.steps) {
    const left = await stepUntilItIsDone(plan, step, context, answers);
    if (left) return left;
    const name = `${step.key}: on`;
    const order = await ports.durable.once(name, async () => {
      await ports.journal.status('running', step.title);
      return (await ports.people.order(name)) ?? null;
    });
    if (order === 'undo' || order === 'cancel') return leftBy(plan, step, { end: 'ordered', order });
  }
  return { how: 'done', reason: 'every step is done' };
}

/** Undefined once the step is done: then the next has its turn. */
async function stepUntilItIsDone(
  plan: Plan,
  step: Step,
  context: StepContext,
  answers: Map<string, Json>,
): Promise<Left | undefined> {
  for (let round = 1; ; round += 1) {
    const result = await runStep(step, { ...context, round });
    if (result.end === 'done') {
      answers.set(step.key, result.answer);
      return undefined;
    }
    const left = leftBy(plan, step, result);
    if (left.how !== 'stands' && left.how !== 'waits') return left;
    const order = await askPerson(context, `${step.key} #${round}`, left);
    if (order === 'leave') return left;
    if (order === 'undo') return { how: 'undo', reason: `${left.reason}; undone on a person's word` };
    if (order === 'cancel') return { how: 'cancelled', reason: left.reason };
  }
}

function leftBy(plan: Plan, step: Step, result: Exclude<StepResult, { end: 'done' }>): Left {
  switch (result.end) {
    case 'finish':
      return { how: 'done', reason: `ended at "${step.title}": ${result.reason}` };
    case 'refused':
      return { how: 'undo', reason: result.reason };
    case 'expired': {
      const isUndone = step.kind !== 'approve' || step.onExpiry === 'undo';
      return { how: isUndone ? 'expired' : 'set-aside', reason: result.reason };
    }
    case 'ordered':
      return result.order === 'undo'
        ? { how: 'undo', reason: `undone on a person's word at "${step.title}"` }
        : { how: 'cancelled', reason: `cancelled on a person's word at "${step.title}"` };
    case 'unsure':
      return { how: 'waits', reason: `${step.title}: ${result.reason}` };
    case 'failed': {
      const reason = `${step.title}: ${result.reason}`;
      const asks = plan.conduct.onFailure === 'ask' || isSettledBy(plan, step.key);
      return { how: result.later || asks ? 'stands' : 'undo', reason };
    }
  }
}

async function askPerson({ ports }: StepContext, name: string, left: Left): Promise<Order | 'leave'> {
  const status = left.how === 'waits' ? 'waiting' : 'failed';
  await ports.durable.once(`${name}: ask`, () => ports.journal.status(status, left.reason).then(() => null));
  const order = await ports.people.awaitOrder(name, left.reason);
  if (order === 'resume') {
    await ports.durable.once(`${name}: resumed`, () => ports.journal.status('running', 'resumed').then(() => null));
  }
  return order;
}

/** Undoes what was done, newest first; where that fails, a person may have it tried again. */
async function backward(plan: Plan, context: StepContext, left: Left): Promise<Outcome> {
  const { ports } = context;
  const undone = new Map<string, UndoResult>();
  for (let round = 1; ; round += 1) {
    await ports.durable.once(`undo #${round}`, () => ports.journal.status('undoing', left.reason).then(() => null));
    // Others may work on it where the locks were given up: what they rely on is not taken from under them.
    const held = await ports.durable.once(`undo #${round}: locks`, () => ports.takeLocks());
    const stuck = held ?? (await undoAll(plan, { ...context, round }, undone));
    if (!stuck) break;
    const name = `undo #${round}`;
    const order = await askPerson(context, name, { how: 'stands', reason: `${left.reason}. Undoing failed: ${stuck}` });
    const residue = () => residueOf(plan, ports, undone, 'it was not reached: what is newer stands in its way');
    if (order === 'leave')
      return { status: 'failed', reason: `${left.reason}. Undoing failed: ${stuck}`, residue: await residue() };
    if (order === 'cancel') return { status: 'cancelled', reason: left.reason, residue: await residue() };
  }
  const residue = await residueOf(plan, ports, undone, 'what serves now rests on it');
  if (left.how === 'done' && residue.length === 0)
    return { status: 'succeeded', reason: `${left.reason}, and what it made is gone`, residue };
  const changed = [...undone.values()].some(({ end }) => end === 'undone');
  if (residue.length > 0) {
    const reason = left.how === 'done' ? `${left.reason}, but not all that it made is gone` : left.reason;
    return { status: 'failed', reason, residue };
  }
  if (left.how === 'expired' && !changed) return { status: 'expired', reason: left.reason, residue };
  return { status: 'undone', reason: left.reason, residue };
}

/** Why undoing came to a halt, if it did. What cannot be undone by nature halts nothing: it is listed. */
async function undoAll(plan: Plan, context: StepContext, undone: Map<string, UndoResult>): Promise<string | undefined> {
  let stuck: string | undefined;
  for (const step of changesOf(plan).toReversed()) {
    const known = undone.get(step.key);
    if (known && known.end !== 'failed') continue;
    const result = await undoStep(step, context);
    undone.set(step.key, result);
    // What serves now rests on it: what is older stays as it is.
    if (result.end === 'impossible' && isSettledBy(plan, step.key)) break;
    if (result.end !== 'failed') continue;
    stuck ??= `${step.title}: ${result.why}`;
    if (!plan.conduct.undoGoesOn) break;
  }
  return stuck;
}
