import type { AwsFault } from '../../aws/fault.ts';
import { NothingChanged } from '../../model/errors.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { ChangeStep, TerraformStep } from '../../model/plan.ts';
import { plainJson } from '../../model/plan-hash.ts';
import { type Known, resolveInput, stepsReferredTo, UnresolvedReference } from '../../model/reference.ts';
import { mask } from './mask.ts';
import { mayPass, observe } from './observe.ts';
import { knownAt, nameOf, type StepContext, type StepResult } from './step-context.ts';
import { SendFault, type Sent, sendOnce } from './send.ts';
import { serviceOf } from './service-of.ts';

/** Looks at a requirement that AWS would not answer, before the change is given up. */
const LOOKS = 5;
const BETWEEN_LOOKS_MS = 2000;
/** AWS does not know at once, everywhere, what it has just made. */
const NOT_YET_THERE = 6;
/**
 * RDS begins things by itself, a backup of a new instance for one, between a look that finds it available and the call.
 * Ten minutes of that are waited for.
 */
const BUSY = { code: /^InvalidDB(Instance|Cluster)State/, words: /not (currently )?in (the |an )?available state/i };
const BUSY_LOOKS = 40;
const BETWEEN_BUSY_MS = 15_000;

type Made = { readonly [key: string]: Json } & (
  | { readonly end: 'done'; readonly answer: Json }
  | { readonly end: 'failed'; readonly reason: string; readonly later: boolean }
  | { readonly end: 'finish'; readonly reason: string }
);

/** One call that changes AWS, made once: its result is kept, and a crash before that leads to a safe repeat. */
export async function makeChange(step: ChangeStep, context: StepContext, startedAt: Date): Promise<StepResult> {
  const { ports } = context;
  return ports.durable.once(`${nameOf(step.key, context)}: change`, async (): Promise<Made> => {
    const before = await ports.journal.find(step.key, 'do');
    // A run that was started anew, since the one before it ended badly, makes nothing again that is made.
    if (before?.status === 'succeeded') return { end: 'done', answer: before.response };
    // Only what was about to be sent may have been made; what AWS refused was not.
    const repeated = before?.status === 'running' && before.request !== null;
    if (before && !repeated) await ports.journal.change(step.key, 'do', { request: null });
    await ports.journal.begin(step.key, 'do', startedAt);
    const report = (phase: 'done' | 'failed' | 'skipped', text: string, at: Date) =>
      ports.progress({ at, step: step.key, direction: 'do', phase, text });
    const unmet = repeated ? undefined : await firstUnmet(step, context, startedAt);
    if (unmet !== undefined) {
      // What could not be looked at is no reason to call the rest done.
      const isOver = step.unless === 'finish' && !unmet.later;
      const end = isOver ? 'skipped' : 'failed';
      const now = await ports.clock();
      await ports.journal.change(step.key, 'do', { status: end, finishedAt: now, error: unmet.text });
      report(end, unmet.text, now);
      return isOver ? { end: 'finish', reason: unmet.text } : { end: 'failed', reason: unmet.text, later: unmet.later };
    }
    try {
      const sent = await send(step, context, { startedAt, repeated });
      const at = await ports.clock();
      await ports.journal.change(step.key, 'do', {
        status: 'succeeded',
        request: mask(plainJson(sent.request)),
        response: mask(sent.answer),
        awsRequestId: sent.requestId,
        finishedAt: at,
      });
      report('done', sent.how === 'called' ? 'done' : 'it was made by an earlier attempt', at);
      return { end: 'done', answer: mask(sent.answer) };
    } catch (error) {
      // AWS answered an earlier step without what this one needs: nothing was sent.
      const isUnresolved = error instanceof UnresolvedReference;
      if (!isUnresolved && !(error instanceof SendFault)) throw error;
      const at = await ports.clock();
      // What may have been made stays open: its undo looks for it.
      const status = !isUnresolved && error.uncertain ? 'running' : 'failed';
      await ports.journal.change(step.key, 'do', { status, finishedAt: at, error: error.message });
      report('failed', error.message, at);
      return { end: 'failed', reason: error.message, later: !isUnresolved && isForLater(error.fault) };
    }
  });
}

/** What keeps undoing from working too: a person has to do something first. */
function isForLater(fault: AwsFault): boolean {
  return mayPass(fault) || fault.facts.kind.startsWith('credentials-');
}

/** Terraform's own state knows what is made: applying again makes what is missing. */
export async function applyTerraform(step: TerraformStep, context: StepContext, startedAt: Date): Promise<StepResult> {
  const { ports } = context;
  return ports.durable.once(`${nameOf(step.key, context)}: terraform`, async (): Promise<Made> => {
    const before = await ports.journal.find(step.key, 'do');
    if (before?.status === 'succeeded') return { end: 'done', answer: before.response };
    await ports.journal.begin(step.key, 'do', startedAt);
    const { action, directory } = step;
    // The record holds a request from when Terraform may have made something.
    const mayBeMade = before !== undefined && before.request !== null;
    let isRun = mayBeMade;
    try {
      const variables = variablesOf(step.variables, knownAt(context, startedAt, await ports.clock()));
      // What an earlier attempt of ours has made is no reason to refuse the next.
      if (step.mustBeNew && !mayBeMade) await ports.terraform.requireEmpty(directory);
      await ports.journal.change(step.key, 'do', { request: { action, directory } });
      isRun = true;
      const outputs =
        action === 'apply'
          ? await ports.terraform.apply(directory, variables)
          : await ports.terraform.destroy(directory, variables).then(() => ({}));
      const at = await ports.clock();
      await ports.journal.change(step.key, 'do', { status: 'succeeded', response: outputs, finishedAt: at });
      ports.progress({ at, step: step.key, direction: 'do', phase: 'done', text: 'done' });
      return { end: 'done', answer: outputs };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const at = await ports.clock();
      // An apply that failed half-way has made something: its undo destroys it.
      const isMade = error instanceof NothingChanged ? mayBeMade : isRun;
      const status = isMade ? 'running' : 'failed';
      const left = { error: reason, finishedAt: at, ...(!isMade && { request: null }) };
      await ports.journal.change(step.key, 'do', { status, ...left });
      ports.progress({ at, step: step.key, direction: 'do', phase: 'failed', text: reason });
      return { end: 'failed', reason, later: false };
    }
  });
}

/** Terraform's variables without references. @throws UnresolvedReference */
export function variablesOf(variables: JsonObject, known: Known): Record<string, Json> {
  const resolved = Object.entries(resolveInput(variables, known));
  return Object.fromEntries(resolved.map(([name, value]) => [name, plainJson(value)]));
}

interface Unmet {
  readonly text: string;
  readonly later: boolean;
}

async function firstUnmet(step: ChangeStep, context: StepContext, startedAt: Date): Promise<Unmet | undefined> {
  for (const condition of step.require) {
    const seen = await look(condition, context, startedAt);
    if (seen.state !== 'met') return { text: `${condition.says}: ${seen.text}`, later: seen.state === 'unread' };
  }
  return undefined;
}

async function look(condition: ChangeStep['require'][number], context: StepContext, startedAt: Date) {
  for (let tried = 1; ; tried += 1) {
    const now = await context.ports.clock();
    const seen = await observe(condition, knownAt(context, startedAt, now), context.ports);
    if (seen.state !== 'unread' || !seen.passing || tried >= LOOKS) return seen;
    await context.ports.pause(BETWEEN_LOOKS_MS);
  }
}

interface Attempt {
  readonly startedAt: Date;
  readonly repeated: boolean;
}

async function send(step: ChangeStep, context: StepContext, { startedAt, repeated }: Attempt): Promise<Sent> {
  const { ports } = context;
  const known = knownAt(context, startedAt, await ports.clock());
  const input = resolveInput(step.call.input, known);
  const { already } = step;
  const sending = {
    service: serviceOf(step.call.service),
    operation: step.call.operation,
    input,
    executionId: ports.executionId,
    stepKey: step.key,
    repeated,
    ...(already && { isSo: async () => (await look(already, context, startedAt)).state === 'met' }),
  };
  await ports.journal.change(step.key, 'do', { request: mask(plainJson(input)) });
  const isOfEarlierStep = stepsReferredTo(step.call.input).length > 0;
  for (let tried = 1; ; tried += 1) {
    try {
      return await sendOnce(ports.aws(step.call.region), sending, ports.pause);
    } catch (error) {
      if (!(error instanceof SendFault)) throw error;
      const { facts, message } = error.fault;
      const isYoung = facts.kind === 'not-found' && isOfEarlierStep;
      const isBusy = BUSY.code.test(facts.awsCode) && BUSY.words.test(message);
      if (!(isYoung && tried < NOT_YET_THERE) && !(isBusy && tried < BUSY_LOOKS)) throw error;
      await ports.pause(isBusy ? BETWEEN_BUSY_MS : BETWEEN_LOOKS_MS);
    }
  }
}
