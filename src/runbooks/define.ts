import type { z } from 'zod';
import type { Aws } from '../aws/execution.ts';
import type { OperationName } from '../aws/service.ts';
import type { Json } from '../model/json.ts';
import type { Conduct, Condition, Impact, PlannedCall, Probe, Reference, Undo } from '../model/plan.ts';
import type { RunbookSettings } from '../model/runbook-settings.ts';

/** A procedure that changes AWS, as a function that changes nothing: it looks, and says what it would do. */
export interface Runbook<P extends z.ZodObject = z.ZodObject> {
  /** `<chapter>/<name>`: the path of its file. */
  readonly id: string;
  readonly title: string;
  /** What it is for and when to run it: the prose of the runbook page. */
  readonly purpose: string;
  /** What `--set` takes, as texts; the schema makes of them what it needs, and describes each. */
  readonly parameters: P;
  /** Every operation that planning, executing and undoing may call; a call of any other is refused. */
  readonly calls: readonly OperationName[];
  /**
   * Puts the steps into the plan. The same parameters and the same AWS give the same plan, so nothing of the present
   * moment goes into it.
   * @throws Refused where it must not be done as things stand
   */
  plan(context: PlanContext, parameters: z.infer<P>): Promise<void>;
}

export interface PlanContext {
  /** Reads of the target's account and region. */
  readonly aws: Aws;
  readonly plan: PlanBuilder;
  readonly settings: RunbookSettings;
  /** To judge what is there by, not to be written into the plan. */
  readonly now: Date;
}

/** What a plan is put together with, in the order of execution. */
export interface PlanBuilder {
  /** Something the plan rests on, for whoever reads it. */
  fact(title: string, value: Json): void;
  /** Something that whoever approves should know. */
  warn(text: string): void;
  /** Nobody else changes this meanwhile: `ecs/cluster/service`; of another region than the target's, or `global`, it says so. */
  lock(resource: string, elsewhere?: string): void;
  conduct(conduct: Partial<Omit<Conduct, 'settledAt'>>): void;
  /** What the plan is for is done by now; the steps that follow tidy up, and a failure of theirs takes nothing back. */
  settled(): void;
  /** @throws Refused with the text, where the condition holds */
  refuseIf(condition: boolean, text: string): void;
  change(key: string, change: Change): StepHandle;
  wait(key: string, wait: Wait): void;
  /** Lets time pass with nothing to look for. */
  pause(key: string, pause: Pause): void;
  watch(key: string, watch: Watch): void;
  approve(key: string, approve: Approval): void;
  terraform(key: string, terraform: Terraform): StepHandle;
  probe(key: string, probe: Probing): void;
  notify(key: string, notify: Notice): void;
}

/** A step of the plan, to refer to in later ones. */
export interface StepHandle {
  readonly key: string;
  /** A value of the answer that the step will get, by a JMESPath expression. */
  answer(path: string): Reference;
}

interface Common {
  readonly title: string;
  /** How long it usually takes; a duration. */
  readonly takes?: string;
}

export interface Change extends Common {
  readonly call: PlannedCall;
  /** What there is now, as far as it changes; null where something new comes to be. */
  readonly before: Json;
  readonly after: Json;
  readonly undo: Undo | ((own: StepHandle) => Undo);
  readonly impact?: Impact;
  readonly require?: readonly Condition[];
  readonly unless?: 'fail' | 'finish';
  readonly already?: Condition;
}

export interface Wait extends Common {
  readonly until: Condition;
  readonly every: string;
  readonly within: string;
}

export interface Pause extends Common {
  readonly for: string;
  readonly releasesLocks?: boolean;
}

export interface Watch extends Common {
  readonly guards: readonly Condition[];
  readonly every: string;
  readonly for: string;
}

export interface Approval extends Common {
  readonly quorum?: number;
  readonly expires?: string;
  readonly onExpiry?: 'undo' | 'cancel';
  /** What is looked at while people make up their minds. */
  readonly guards?: readonly Condition[];
}

export interface Terraform extends Common {
  readonly action: 'apply' | 'destroy';
  readonly directory: string;
  readonly variables?: Readonly<Record<string, Json>>;
  readonly mustBeNew?: boolean;
  readonly undo: Undo;
  readonly before?: Json;
  readonly after?: Json;
  readonly impact?: Impact;
}

export interface Probing extends Common {
  readonly probe: Probe;
  readonly every: string;
  readonly within: string;
}

export interface Notice extends Common {
  readonly message: string;
  readonly channel?: string;
}

export function defineRunbook<P extends z.ZodObject>(definition: Runbook<P>): Runbook<P> {
  return definition;
}
