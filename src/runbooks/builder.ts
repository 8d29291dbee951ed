import { durationMs } from '../model/duration.ts';
import { Refused } from '../model/errors.ts';
import type { Conduct, Fact, Step } from '../model/plan.ts';
import type { Change, Pause, PlanBuilder, StepHandle, Terraform, Wait, Watch } from './define.ts';

/** What the builder has gathered by now. */
export interface Gathered {
  readonly facts: readonly Fact[];
  readonly warnings: readonly string[];
  readonly locks: readonly string[];
  readonly steps: readonly Step[];
  readonly conduct: Conduct;
}

/** Without a word to the contrary, what an execution leaves is what it means to: all of it, or nothing. */
const CONDUCT: Conduct = { onFailure: 'undo', afterwards: 'keep', undoGoesOn: false, within: null, settledAt: null };
/** As AWS usually answers. */
const CALL_SECONDS = 1;

export function createBuilder(): { readonly builder: PlanBuilder; readonly gathered: () => Gathered } {
  const facts: Fact[] = [];
  const warnings: string[] = [];
  const locks = new Set<string>();
  const steps: Step[] = [];
  let conduct = CONDUCT;
  let settledFrom: number | undefined;

  const builder: PlanBuilder = {
    fact: (title, value) => void facts.push({ title, value }),
    warn: (text) => void warnings.push(text),
    lock: (resource, elsewhere) => void locks.add(elsewhere === undefined ? resource : `${elsewhere}:${resource}`),
    conduct(own) {
      conduct = { ...conduct, ...own };
    },
    settled() {
      settledFrom = steps.length;
    },
    refuseIf(condition, text) {
      if (condition) throw new Refused(text);
    },
    change(key, change) {
      const handle = handleOf(key);
      steps.push(changeStep(handle, change));
      return handle;
    },
    wait: (key, wait) => void steps.push(waitStep(key, wait)),
    pause: (key, pause) => void steps.push(pauseStep(key, pause)),
    watch: (key, watch) => void steps.push(watchStep(key, watch)),
    approve(key, { title, quorum = 1, expires = '24h', onExpiry = 'undo', guards = [] }) {
      const watched = guards.length > 0 ? { guards } : {};
      steps.push({ ...quiet(key, title, 0), kind: 'approve', quorum, expires, onExpiry, ...watched });
    },
    terraform(key, terraform) {
      steps.push(terraformStep(key, terraform));
      return handleOf(key);
    },
    probe(key, { title, takes = '10s', probe, every, within }) {
      steps.push({ ...quiet(key, title, secondsOf(takes)), kind: 'probe', probe, every, within });
    },
    notify(key, { title, message, channel = null }) {
      steps.push({ ...quiet(key, title, CALL_SECONDS), kind: 'notify', message, channel });
    },
  };
  function gathered(): Gathered {
    const settledAt = steps[settledFrom ?? steps.length]?.key ?? null;
    return { facts, warnings, locks: [...locks].toSorted(), steps, conduct: { ...conduct, settledAt } };
  }
  return { builder, gathered };
}

function handleOf(key: string): StepHandle {
  return { key, answer: (path) => ({ $step: key, path }) };
}

function changeStep(handle: StepHandle, change: Change): Step {
  const { title, call, before, after, require = [], unless = 'fail', already = null } = change;
  const undo = typeof change.undo === 'function' ? change.undo(handle) : change.undo;
  return {
    key: handle.key,
    kind: 'change',
    title,
    call,
    before,
    after,
    undo,
    impact: change.impact ?? ('impossible' in undo ? 'irreversible' : 'none'),
    require,
    unless,
    already,
    expectedSeconds: change.takes === undefined ? CALL_SECONDS : secondsOf(change.takes),
  };
}

function waitStep(key: string, { title, takes, until, every, within }: Wait): Step {
  const expected = takes === undefined ? secondsOf(within) / 4 : secondsOf(takes);
  return { ...quiet(key, title, expected), kind: 'wait', condition: until, every, within, releasesLocks: false };
}

function pauseStep(key: string, { title, for: length, releasesLocks = false }: Pause): Step {
  const base = quiet(key, title, secondsOf(length));
  return { ...base, kind: 'wait', condition: null, every: length, within: length, releasesLocks };
}

function watchStep(key: string, { title, guards, every, for: length }: Watch): Step {
  return { ...quiet(key, title, secondsOf(length)), kind: 'watch', guards, every, for: length };
}

function terraformStep(key: string, terraform: Terraform): Step {
  const { title, takes = '2m', action, directory, variables = {}, mustBeNew = false, undo } = terraform;
  return {
    ...quiet(key, title, secondsOf(takes)),
    kind: 'terraform',
    action,
    directory,
    variables,
    mustBeNew,
    undo,
    before: terraform.before ?? null,
    after: terraform.after ?? null,
    impact: terraform.impact ?? ('impossible' in undo ? 'irreversible' : 'none'),
  };
}

/** What a step has that changes nothing. */
function quiet(key: string, title: string, expectedSeconds: number) {
  return { key, title, call: null, before: null, after: null, undo: null, impact: 'none', expectedSeconds } as const;
}

function secondsOf(duration: string): number {
  return Math.round(durationMs(duration) / 1000);
}
