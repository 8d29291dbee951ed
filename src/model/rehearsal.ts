import type { ExecutionStatus, Residue } from './execution.ts';
import type { StepKind } from './plan.ts';
import type { Difference } from './plan-diff.ts';

/** What came of executing a plan in a sandbox that was loaded with what the plan looked at. */
export interface Rehearsal {
  /** Whether planning in that sandbox gives the same plan: then nothing that the plan rests on got lost on the way. */
  readonly faithful: { readonly same: boolean; readonly hash: string; readonly differences: readonly Difference[] };
  readonly ended: Ending;
  /** Where it does not succeed: what stands otherwise than before, found by comparing the whole sandbox. */
  readonly left: readonly string[];
  readonly timeline: readonly RehearsedStep[];
  /** What customers met while it ran; empty where no load balancer is concerned. */
  readonly requests: readonly RehearsedRequests[];
  /** Every way in which a step can fail, and how that ends. */
  readonly failures: readonly RehearsedFailure[];
  /** With the answer to every change lost once: whether it comes to the same. Null where it was not rehearsed. */
  readonly lostAnswers: (Ending & { readonly same: boolean }) | null;
  readonly permissions: RehearsedPermissions;
  /** What nobody told and was taken for granted. */
  readonly assumed: readonly string[];
  /** What was not rehearsed, and why. */
  readonly notRehearsed: readonly string[];
}

export interface Ending {
  readonly status: ExecutionStatus;
  readonly reason: string;
  /** On the virtual clock, from the first step to the last word. */
  readonly seconds: number;
}

export interface RehearsedStep {
  readonly key: string;
  readonly number: number;
  readonly kind: StepKind;
  readonly title: string;
  /** `assumed`: it was not executed, and took what the plan says. `not-reached`: something came before it. */
  readonly how: 'done' | 'failed' | 'skipped' | 'assumed' | 'not-reached';
  /** From the beginning; null where it was not reached. */
  readonly startsAfterSeconds: number | null;
  readonly seconds: number | null;
  /** What the plan says that it usually takes. */
  readonly expectedSeconds: number;
  /** What was seen last, in words; or why it failed. */
  readonly observed: string;
}

export interface RehearsedRequests {
  readonly loadBalancer: string;
  readonly requests: number;
  readonly failed: number;
}

export interface RehearsedFailure extends Ending {
  /** The step that fails; null where all are done and a person takes it back. */
  readonly step: string | null;
  readonly number: number | null;
  readonly title: string;
  /** What goes wrong, in words: `AWS refuses ecs:CreateService`. */
  readonly trouble: string;
  /** Whether a person is asked before anything is undone: then this is what undoing it leads to. */
  readonly asksFirst: boolean;
  /** What the execution itself says that it leaves. */
  readonly residue: readonly Residue[];
  /** What stands otherwise than before, found by comparing the whole sandbox; things that the residue names too. */
  readonly left: readonly string[];
  /** From the failure until everything that could be undone was; waiting for it to fail is not in it. */
  readonly undoSeconds: number;
  /** Requests of customers that failed until it was over. */
  readonly requestsFailed: number;
}

export interface RehearsedPermissions {
  /** IAM actions that planning, executing and undoing called. */
  readonly called: readonly string[];
  /** Called, and not in the plan: who has but the plan's permissions is stopped there. */
  readonly missing: readonly string[];
  /** In the plan, and in no rehearsal called. */
  readonly unused: readonly string[];
}
