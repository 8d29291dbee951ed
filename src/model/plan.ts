import type { Json, JsonObject } from './json.ts';

export const PLAN_SCHEMA = 'opsbook/plan@1';

/**
 * What a runbook means to do, as data: it can be printed, hashed, stored, approved, rehearsed, executed by any worker and
 * resumed, also by a later version of the code that made it.
 */
export interface Plan {
  readonly schema: typeof PLAN_SCHEMA;
  readonly runbook: string;
  readonly title: string;
  readonly parameters: JsonObject;
  readonly target: { readonly account: string; readonly region: string };
  /** `sha256:…` of everything else: an approval is bound to it. */
  readonly hash: string;
  /** What the plan was based on, as it was when it was made. */
  readonly basis: readonly Fact[];
  /** What whoever approves should know: side effects, what is not covered. */
  readonly warnings: readonly string[];
  /** What nobody else may change meanwhile: `ecs/cluster/service`. */
  readonly locks: readonly string[];
  readonly steps: readonly Step[];
  readonly conduct: Conduct;
  /** IAM actions that planning, executing and undoing it need, sorted. */
  readonly permissions: readonly string[];
}

/** How an execution goes about the plan as a whole. */
export interface Conduct {
  /** What a failed step leads to: everything is undone at once, or a person is asked where it stands. */
  readonly onFailure: 'undo' | 'ask';
  /** What stands when all steps are done: it is kept, or, after a drill, taken away again. */
  readonly afterwards: 'keep' | 'undo';
  /** Whether undoing goes on with the rest where one undo fails: only where what is left serves nobody. */
  readonly undoGoesOn: boolean;
  /** The steps are given up, and undone, after this long; null where nothing hurries. */
  readonly within: string | null;
  /**
   * The step from which on what the plan is for is done, and the rest tidies up: when that fails, a person is asked, since
   * undoing would take away what serves; absent where that is never so.
   */
  readonly settledAt?: string | null;
}

export interface Fact {
  readonly title: string;
  readonly value: Json;
}

/**
 * An AWS call as data: the service by the AWS CLI's name, the operation by AWS's. The input may hold {@link Reference}s
 * in the place of values that are not known yet.
 */
export interface PlannedCall {
  readonly service: string;
  readonly operation: string;
  readonly input: JsonObject;
  /** Where it is not the plan's own region. */
  readonly region?: string;
}

/** A value that a plan names and an execution knows. */
export type Reference =
  /** From the answer that a step got: a JMESPath expression over it. */
  | { readonly $step: string; readonly path: string }
  /** From what the same condition read before: a JMESPath expression over the answers by name. */
  | { readonly $read: string }
  /** The execution's id, or its first eight characters, for names that must be new each time. */
  | { readonly $execution: 'id' | 'short' }
  /** An instant: now, or when the step or the execution began, some seconds earlier. */
  | { readonly $time: 'now' | 'step' | 'execution'; readonly minusSeconds?: number }
  /** An instant that is known already, as ISO 8601 has it: AWS takes instants, where JSON has texts only. */
  | { readonly $instant: string }
  /** Texts and references, put together. */
  | { readonly $join: readonly Json[] };

/** `disruptive` is felt by users while it happens; `irreversible` cannot be undone. */
export type Impact = 'none' | 'disruptive' | 'irreversible';

export type Step = ChangeStep | WaitStep | WatchStep | ApproveStep | TerraformStep | ProbeStep | NotifyStep;
export type StepKind = Step['kind'];

interface StepBase {
  /** Unique in the plan; what references and records name the step by. */
  readonly key: string;
  readonly title: string;
  readonly impact: Impact;
  /** Null where a step changes nothing. */
  readonly before: Json;
  readonly after: Json;
  readonly undo: Undo | null;
  /** How long it usually takes. */
  readonly expectedSeconds: number;
}

/** One call that changes AWS. */
export interface ChangeStep extends StepBase {
  readonly kind: 'change';
  readonly call: PlannedCall;
  readonly undo: Undo;
  /** Looked at in the same step, just before the call: where one does not hold, nothing is changed. */
  readonly require: readonly Condition[];
  /** What happens when `require` does not hold: the execution fails, or it ends here, since what is left has no object. */
  readonly unless: 'fail' | 'finish';
  /** What shows that the change was made already: asked before the call is repeated, where AWS offers no better way. */
  readonly already: Condition | null;
}

/** Goes on as soon as the condition holds, or when the time is over where there is no condition. */
export interface WaitStep extends StepBase {
  readonly kind: 'wait';
  readonly call: null;
  readonly condition: Condition | null;
  /** How often it is looked at; a duration. */
  readonly every: string;
  /** After this long, the step fails; without a condition, it is done. */
  readonly within: string;
  /** Nobody needs to be kept out while it waits: the plan's locks are given up here. */
  readonly releasesLocks: boolean;
}

/** Lets time pass and looks: the first guard that is breached ends it. */
export interface WatchStep extends StepBase {
  readonly kind: 'watch';
  readonly call: null;
  readonly guards: readonly Condition[];
  readonly every: string;
  readonly for: string;
}

/** Asks people. Whether it is needed is a question of policy, asked when it is its turn. */
export interface ApproveStep extends StepBase {
  readonly kind: 'approve';
  readonly call: null;
  readonly quorum: number;
  readonly expires: string;
  readonly onExpiry: 'undo' | 'cancel';
  /** What is looked at while people make up their minds: a breach does not wait for them. */
  readonly guards?: readonly Condition[];
}

/** Applies or destroys a Terraform layer by a plan that is saved first and then applied. */
export interface TerraformStep extends StepBase {
  readonly kind: 'terraform';
  readonly call: null;
  readonly undo: Undo;
  readonly action: 'apply' | 'destroy';
  readonly directory: string;
  /** May hold {@link Reference}s. */
  readonly variables: Readonly<Record<string, Json>>;
  /** The state must be empty when it is first applied: what is destroyed later is then what was made, and nothing older. */
  readonly mustBeNew: boolean;
}

/** Verifies by using what stands: an HTTP request, an SQL query, a checklist. Fails until it succeeds or time is over. */
export interface ProbeStep extends StepBase {
  readonly kind: 'probe';
  readonly call: null;
  readonly probe: Probe;
  readonly every: string;
  readonly within: string;
}

export type Probe =
  | { readonly type: 'http'; readonly url: Json; readonly status: number; readonly contains?: string }
  | { readonly type: 'sql'; readonly url: Json; readonly query: string; readonly expect?: string }
  | { readonly type: 'checklist'; readonly checklist: string; readonly parameters: Readonly<Record<string, string>> };

/** Tells people. That a channel is down never fails an execution. */
export interface NotifyStep extends StepBase {
  readonly kind: 'notify';
  readonly call: null;
  /** A channel of the configuration; the default one, where absent. */
  readonly channel: string | null;
  readonly message: string;
}

export type Undo = UndoCall | UndoTerraform | { readonly impossible: string };

export interface UndoCall extends PlannedCall {
  /** What must hold before it is called: a database that is still being created cannot be deleted. */
  readonly first?: Condition;
  /** What must hold before the next undo. */
  readonly until?: Condition;
  /** For `first` and `until` each. */
  readonly within?: string;
  /** AWS's error codes that say that there is nothing to undo any more. */
  readonly gone?: readonly string[];
}

export interface UndoTerraform {
  readonly terraform: 'destroy';
  readonly directory: string;
  readonly variables: Readonly<Record<string, Json>>;
}

/**
 * A condition as AWS's own waiters state theirs: reads, and JMESPath expressions over the answers by name.
 * https://smithy.io/2.0/additional-specs/waiters.html
 */
export interface Condition {
  /** What holds when it holds: "3 targets of web-green are healthy". */
  readonly says: string;
  readonly reads: readonly NamedRead[];
  /** Truthy when it holds. */
  readonly met: string;
  /** States that waiting does not mend, first match first. Of a guard: what breaches it. */
  readonly failed: readonly Verdict[];
  /** Neither good nor bad: a person is asked. */
  readonly unsure: readonly Verdict[];
  /** A text about what is seen, for whoever follows. */
  readonly observed: string;
}

export interface NamedRead {
  readonly as: string;
  readonly call: PlannedCall;
  /** AWS's error codes that mean that there is none: the answer is null then. */
  readonly absent: readonly string[];
  /** Read only where this holds of the answers so far; the answer is null elsewhere. */
  readonly when?: string;
}

export interface Verdict {
  readonly when: string;
  /** JMESPath that gives the sentence to print. */
  readonly because: string;
}

/** Whether a step is one of those that tidy up after what the plan is for. */
export function isSettledBy({ steps, conduct }: Pick<Plan, 'steps' | 'conduct'>, key: string): boolean {
  const at = steps.findIndex((step) => step.key === conduct.settledAt);
  return at >= 0 && steps.findIndex((step) => step.key === key) >= at;
}

/** The steps that change something, in their order. */
export function changesOf({ steps }: Pick<Plan, 'steps'>): (ChangeStep | TerraformStep)[] {
  return steps.flatMap((step) => (step.kind === 'change' || step.kind === 'terraform' ? [step] : []));
}

/** Every condition that a step may look at. */
export function conditionsOf(step: Step): Condition[] {
  const undo = step.undo && 'operation' in step.undo ? [step.undo.first, step.undo.until] : [];
  const own =
    step.kind === 'change'
      ? [...step.require, step.already]
      : step.kind === 'wait'
        ? [step.condition]
        : step.kind === 'watch' || step.kind === 'approve'
          ? (step.guards ?? [])
          : [];
  return [...own, ...undo].flatMap((condition) => condition ?? []);
}
