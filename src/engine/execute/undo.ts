import { AwsFault } from '../../aws/fault.ts';
import { mutationOf } from '../../aws/mutations.ts';
import { operationName } from '../../aws/service.ts';
import { durationMs } from '../../model/duration.ts';
import type { Json } from '../../model/json.ts';
import type { ChangeStep, Condition, TerraformStep, UndoCall } from '../../model/plan.ts';
import { plainJson } from '../../model/plan-hash.ts';
import { resolveInput, UnresolvedReference } from '../../model/reference.ts';
import { span } from '../../model/span.ts';
import { mask } from './mask.ts';
import { observe } from './observe.ts';
import { poll } from './poll.ts';
import { variablesOf } from './change.ts';
import { findMade, SendFault, sendOnce, TAKEN_BY_OTHERS } from './send.ts';
import { serviceOf } from './service-of.ts';
import { knownAt, nameOf, type StepContext } from './step-context.ts';

/** `failed` and `impossible`: it stands, and why says why. */
export type UndoResult = { readonly [key: string]: Json } & {
  readonly end: 'undone' | 'nothing' | 'impossible' | 'failed';
  readonly why: string;
};

const WITHIN = '15m';
const EVERY_MS = 5000;
/** AWS still has to let go of it: a group that a rule used a moment ago, a database that is changing. */
const NOT_NOW =
  /InUse|InvalidDB(Instance|Snapshot|ClusterSnapshot)State|Concurrent(Modification|Update)|ResourceNotReady/;

/** Undoes what one step did, if it did anything; a crash in the middle leads to a safe repeat. */
export function undoStep(step: ChangeStep | TerraformStep, context: StepContext): Promise<UndoResult> {
  const attributes = { 'opsbook.step': step.key, 'opsbook.attempt': context.round };
  return span({ name: `undo ${step.kind}`, attributes }, async (own) => {
    const result = await takeBack(step, context);
    own.set({ 'opsbook.outcome': result.end });
    if (result.end === 'failed') own.fail(result.end);
    return result;
  });
}

async function takeBack(step: ChangeStep | TerraformStep, context: StepContext): Promise<UndoResult> {
  const { ports } = context;
  const { undo } = step;
  const name = `${nameOf(step.key, context)}: undo`;
  const found = await ports.durable.once(`${name}: find`, () => whatWasMade(step, context));
  if (found.unknown !== '') return { end: 'failed', why: found.unknown };
  if (!found.made) return { end: 'nothing', why: 'it was not done' };
  if ('impossible' in undo) return { end: 'impossible', why: undo.impossible };
  const own = { ...context, answers: new Map([...context.answers, [step.key, found.answer]]) };
  if ('terraform' in undo) {
    if (found.undone) return UNDONE;
    return record(step, own, name, async () => {
      const now = await ports.clock();
      await ports.terraform.destroy(undo.directory, variablesOf(undo.variables, knownAt(own, now, now)));
      return UNDONE;
    });
  }
  const startedAt = new Date(found.at);
  const reach = (condition: Condition | undefined, part: string) =>
    reached(condition, own, { key: step.key, name: `${name}: ${part}`, startedAt, within: undo.within ?? WITHIN });
  const early = found.undone ? undefined : await reach(undo.first, 'first');
  if (early !== undefined) return { end: 'failed', why: early };
  const called = found.undone
    ? UNDONE
    : await record(step, own, name, () => call(step, undo, { context: own, startedAt }));
  const late = called.end === 'undone' ? await reach(undo.until, 'until') : undefined;
  return late === undefined ? called : { end: 'failed', why: late };
}

const UNDONE: UndoResult = { end: 'undone', why: '' };

interface Found {
  readonly [key: string]: Json;
  readonly made: boolean;
  /** By an earlier run, or round: what has followed since is not to be undone with it. */
  readonly undone: boolean;
  readonly answer: Json;
  readonly at: string;
  /** Why it cannot be found out; empty where it can. */
  readonly unknown: string;
}

/** What the record says of the step, and, where an answer got lost, what AWS says. */
async function whatWasMade(step: ChangeStep | TerraformStep, context: StepContext): Promise<Found> {
  const { ports } = context;
  const now = await ports.clock();
  const at = now.toISOString();
  const nothing: Found = { made: false, undone: false, answer: null, at, unknown: '' };
  const record = await ports.journal.find(step.key, 'do');
  if (!record || record.status === 'failed' || record.status === 'skipped') return nothing;
  const back = await ports.journal.find(step.key, 'undo');
  if (back?.status === 'succeeded') return { ...nothing, made: true, undone: true, answer: record.response };
  await ports.journal.begin(step.key, 'undo', now);
  ports.progress({ at: now, step: step.key, direction: 'undo', phase: 'begin', text: step.title });
  const answered: Found = { ...nothing, made: true, answer: record.response };
  if (record.status === 'succeeded' || step.kind === 'terraform') return answered;
  const { repeat } = mutationOf(operationName({ ...step.call, service: serviceOf(step.call.service) }));
  if (repeat.by !== 'adoption') return { ...answered, answer: {} };
  const sending = {
    service: serviceOf(step.call.service),
    operation: step.call.operation,
    input: resolveInput(step.call.input, knownAt(context, record.startedAt, now)),
    executionId: ports.executionId,
    stepKey: step.key,
    repeated: true,
  };
  try {
    const made = await findMade(ports.aws(step.call.region), sending, repeat);
    return made === undefined ? nothing : { ...answered, answer: made };
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    // What somebody else made is not ours to undo.
    return error.facts.awsCode === TAKEN_BY_OTHERS ? nothing : { ...nothing, unknown: error.message };
  }
}

interface Call {
  readonly context: StepContext;
  readonly startedAt: Date;
}

async function call(
  step: ChangeStep | TerraformStep,
  undo: UndoCall,
  { context, startedAt }: Call,
): Promise<UndoResult> {
  const { ports } = context;
  const until = (await ports.clock()).getTime() + durationMs(undo.within ?? WITHIN);
  for (;;) {
    const now = await ports.clock();
    try {
      const input = resolveInput(undo.input, knownAt(context, startedAt, now));
      await ports.journal.change(step.key, 'undo', { request: mask(plainJson(input)) });
      const sent = await sendOnce(
        ports.aws(undo.region),
        {
          service: serviceOf(undo.service),
          operation: undo.operation,
          input,
          executionId: ports.executionId,
          stepKey: `${step.key} undo`,
          repeated: true,
          so: undo.gone ?? [],
        },
        ports.pause,
      );
      await ports.journal.change(step.key, 'undo', { response: mask(sent.answer), awsRequestId: sent.requestId });
      return UNDONE;
    } catch (error) {
      if (error instanceof UnresolvedReference) return { end: 'failed', why: error.message };
      if (!(error instanceof SendFault)) throw error;
      if (!NOT_NOW.test(error.fault.facts.awsCode) || now.getTime() >= until)
        return { end: 'failed', why: error.message };
      await ports.pause(EVERY_MS);
    }
  }
}

/** Does a part of undoing once, and writes down how it ended. */
function record(
  step: ChangeStep | TerraformStep,
  { ports }: StepContext,
  name: string,
  work: () => Promise<UndoResult>,
): Promise<UndoResult> {
  return ports.durable.once(name, async () => {
    const before = await ports.journal.find(step.key, 'undo');
    if (before?.status === 'succeeded') return UNDONE;
    const result = await work().catch((error: unknown): UndoResult => {
      if (error instanceof AwsFault || step.kind === 'terraform') return { end: 'failed', why: messageOf(error) };
      throw error;
    });
    const at = await ports.clock();
    const ok = result.end === 'undone';
    await ports.journal.change(step.key, 'undo', {
      status: ok ? 'succeeded' : 'failed',
      finishedAt: at,
      ...(!ok && { error: result.why }),
    });
    const text = ok ? 'undone' : result.why;
    ports.progress({ at, step: step.key, direction: 'undo', phase: ok ? 'done' : 'failed', text });
    return result;
  });
}

interface Reaching {
  readonly key: string;
  readonly name: string;
  readonly startedAt: Date;
  readonly within: string;
}

/** Undefined once the condition holds; else why it does not. */
async function reached(
  condition: Condition | undefined,
  context: StepContext,
  { key, name, startedAt, within }: Reaching,
): Promise<string | undefined> {
  if (!condition) return undefined;
  const polled = await poll(
    { ...context, deadline: null },
    {
      name,
      key,
      direction: 'undo',
      startedAt,
      everyMs: EVERY_MS * 3,
      forMs: durationMs(within),
      look: (now) => observe(condition, knownAt(context, startedAt, now), context.ports),
    },
  );
  if (polled.end === 'met') return undefined;
  const seen = polled.end === 'ordered' ? polled.order : polled.text;
  return `not after ${within}: ${condition.says} (${seen})`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
