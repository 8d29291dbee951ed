import { durationMs, formatDuration } from '../../model/duration.ts';
import type { ApproveStep, NotifyStep, ProbeStep, Step, WaitStep, WatchStep } from '../../model/plan.ts';
import { resolveText } from '../../model/reference.ts';
import { span } from '../../model/span.ts';
import { applyTerraform, makeChange } from './change.ts';
import { type Observation, observe } from './observe.ts';
import { poll, type Polled } from './poll.ts';
import type { Decision } from './ports.ts';
import { knownAt, nameOf, type StepContext, type StepResult } from './step-context.ts';

/** Does one step, or goes on with it where a crash left it. */
export function runStep(step: Step, context: StepContext): Promise<StepResult> {
  const attributes = { 'opsbook.step': step.key, 'opsbook.attempt': context.round };
  return span({ name: `step ${step.kind}`, attributes }, async (own) => {
    const result = await doStep(step, context);
    own.set({ 'opsbook.outcome': result.end });
    if (result.end === 'failed') own.fail(result.end);
    return result;
  });
}

async function doStep(step: Step, context: StepContext): Promise<StepResult> {
  const startedAt = await begin(step, context);
  switch (step.kind) {
    case 'change':
      return makeChange(step, context, startedAt);
    case 'terraform':
      return applyTerraform(step, context, startedAt);
    case 'wait':
      return wait(step, context, startedAt);
    case 'watch':
      return watch(step, context, startedAt);
    case 'approve':
      return approve(step, context, startedAt);
    case 'probe':
      return probe(step, context, startedAt);
    case 'notify':
      return notify(step, context);
  }
}

function ofStep({ key }: Step, context: StepContext) {
  return { name: nameOf(key, context), key, direction: 'do' } as const;
}

/** When the step began, also after a crash. */
async function begin(step: Step, context: StepContext): Promise<Date> {
  const { ports } = context;
  const startedAt = await ports.durable.once(`${nameOf(step.key, context)}: begin`, async () => {
    const at = await ports.clock();
    // A change opens its own record, since each attempt of it counts.
    if (step.kind !== 'change' && step.kind !== 'terraform') await ports.journal.begin(step.key, 'do', at);
    ports.progress({ at, step: step.key, direction: 'do', phase: 'begin', text: step.title });
    return at.toISOString();
  });
  const instant = new Date(startedAt);
  // Deadlines are counted from here: what cannot be read must not become "long ago", and blue be taken away at once.
  if (Number.isNaN(instant.getTime())) throw new Error(`step ${step.key}: the record of when it began cannot be read`);
  return instant;
}

async function wait(step: WaitStep, context: StepContext, startedAt: Date): Promise<StepResult> {
  const { ports } = context;
  const { condition } = step;
  if (step.releasesLocks)
    await ports.durable.once(`${nameOf(step.key, context)}: locks`, () => ports.releaseLocks().then(() => null));
  const forMs = durationMs(step.within);
  const polled = await poll(context, {
    ...ofStep(step, context),
    startedAt,
    everyMs: condition ? durationMs(step.every) : forMs,
    forMs,
    look: (now) =>
      condition ? observe(condition, knownAt(context, startedAt, now), ports) : Promise.resolve(NOTHING_TO_SEE),
  });
  if (polled.end === 'over' && condition === null) return done(step, context, `${step.within} are over`);
  if (polled.end === 'over') {
    return failed(step, context, { reason: `not after ${step.within}: ${condition?.says ?? ''} (${polled.text})` });
  }
  return endOf(step, context, polled);
}

const NOTHING_TO_SEE: Observation = { state: 'pending', text: '', passing: true };

async function watch(step: WatchStep, context: StepContext, startedAt: Date): Promise<StepResult> {
  const polled = await poll(context, {
    ...ofStep(step, context),
    startedAt,
    everyMs: durationMs(step.every),
    forMs: durationMs(step.for),
    toTheEnd: true,
    async look(now) {
      const known = knownAt(context, startedAt, now);
      const all = await Promise.all(step.guards.map((guard) => observe(guard, known, context.ports)));
      return worstOf(context.round === 1 ? all : all.map(accepted));
    },
  });
  if (polled.end === 'over') return { end: 'unsure', reason: polled.text };
  // What a blind guard would have said, nobody knows: that is a question for a person, not a reason to roll back.
  if (polled.end === 'failed' && polled.blind) return { end: 'unsure', reason: `a guard is blind: ${polled.text}` };
  return endOf(step, context, polled);
}

/** A person has looked at what is neither good nor bad, and said to go on: what is bad still ends it. */
function accepted(one: Observation): Observation {
  return one.state === 'unsure' || one.state === 'unread' ? { ...one, state: 'met' } : one;
}

/** A guard that has nothing to hold against it, and does not say that it is met either, is quiet. */
function worstOf(all: readonly Observation[]): Observation {
  const worst = ['failed', 'unsure', 'unread'].flatMap((state) => all.find((one) => one.state === state) ?? []);
  return worst[0] ?? { state: 'met', text: all.map(({ text }) => text).join('; '), passing: true };
}

async function approve(step: ApproveStep, context: StepContext, startedAt: Date): Promise<StepResult> {
  const { ports } = context;
  const { time } = ports.people;
  const asked = await ports.durable.once(`${nameOf(step.key, context)}: asked`, async () =>
    (await (time ? time.now() : ports.clock())).toISOString(),
  );
  const forMs = durationMs(step.expires);
  // The limit for all steps is one of the place's time, which may be another.
  const polled = await poll(time ? { ...context, deadline: null } : context, {
    ...ofStep(step, context),
    startedAt: new Date(asked),
    time,
    everyMs: step.guards ? GUARDED_EVERY_MS : forMs,
    forMs,
    async look(now) {
      const { decision, words } = await ports.approvals.decision(step, now);
      if (decision === 'pending') await ports.journal.status('waiting', words);
      const breach = decision === 'pending' ? await breachOf(step, context, startedAt) : undefined;
      if (breach) return breach;
      return { state: SEEN_AS[decision], text: words, passing: true };
    },
  });
  if (polled.end === 'failed') return { end: 'refused', reason: polled.text };
  if (polled.end === 'unsure' || polled.end === 'over') {
    return { end: 'expired', reason: `nobody decided within ${step.expires}` };
  }
  return endOf(step, context, polled);
}

/** How often it is looked whether what is asked about still stands well. */
const GUARDED_EVERY_MS = 30_000;

/** What is neither good nor bad is part of what the people are asked about. */
async function breachOf({ guards = [] }: ApproveStep, context: StepContext, startedAt: Date) {
  const known = knownAt(context, startedAt, await context.ports.clock());
  const seen = await Promise.all(guards.map((guard) => observe(guard, known, context.ports)));
  return seen.find(({ state }) => state === 'failed');
}

const SEEN_AS = {
  pending: 'pending',
  approved: 'met',
  'not-needed': 'met',
  rejected: 'failed',
  expired: 'unsure',
} as const satisfies Record<Decision, Observation['state']>;

async function probe(step: ProbeStep, context: StepContext, startedAt: Date): Promise<StepResult> {
  const polled = await poll(context, {
    ...ofStep(step, context),
    startedAt,
    everyMs: durationMs(step.every),
    forMs: durationMs(step.within),
    async look(now) {
      const known = knownAt(context, startedAt, now);
      const url = 'url' in step.probe ? { url: resolveText(step.probe.url, known) } : {};
      const { ok, observed } = await context.ports.probe({ ...step.probe, ...url });
      return { state: ok ? 'met' : 'pending', text: observed, passing: true };
    },
  });
  if (polled.end === 'over') return failed(step, context, { reason: `not after ${step.within}: ${polled.text}` });
  return endOf(step, context, polled);
}

async function notify(step: NotifyStep, context: StepContext): Promise<StepResult> {
  const told = await context.ports.durable.once(`${nameOf(step.key, context)}: tell`, () =>
    context.ports
      .notify(step)
      .catch((error: unknown) => `nobody was told: ${error instanceof Error ? error.message : String(error)}`),
  );
  return done(step, context, told);
}

function endOf(step: Step, context: StepContext, polled: Polled): Promise<StepResult> | StepResult {
  switch (polled.end) {
    case 'met':
      return done(step, context, polled.text);
    case 'ordered':
      return { end: 'ordered', order: polled.order };
    case 'unsure':
      return { end: 'unsure', reason: polled.text };
    case 'late':
      return failed(step, context, { reason: tooLate(context) });
    case 'failed':
    case 'over':
      return failed(step, context, { reason: polled.text, later: polled.blind });
  }
}

async function done(step: Step, context: StepContext, text: string): Promise<StepResult> {
  const { ports } = context;
  await ports.durable.once(`${nameOf(step.key, context)}: done`, async () => {
    const at = await ports.clock();
    await ports.journal.change(step.key, 'do', { status: 'succeeded', finishedAt: at, observed: text });
    ports.progress({ at, step: step.key, direction: 'do', phase: 'done', text });
    return null;
  });
  return { end: 'done', answer: null };
}

interface Failure {
  readonly reason: string;
  readonly later?: boolean;
}

async function failed(step: Step, context: StepContext, { reason, later = false }: Failure): Promise<StepResult> {
  const { ports } = context;
  await ports.durable.once(`${nameOf(step.key, context)}: failed`, async () => {
    const at = await ports.clock();
    await ports.journal.change(step.key, 'do', { status: 'failed', finishedAt: at, error: reason });
    ports.progress({ at, step: step.key, direction: 'do', phase: 'failed', text: reason });
    return null;
  });
  return { end: 'failed', reason, later };
}

function tooLate({ deadline, startedAt }: StepContext): string {
  return `the time for all steps is over: ${formatDuration((deadline ?? startedAt).getTime() - startedAt.getTime())}`;
}
