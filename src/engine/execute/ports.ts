import type { Aws } from '../../aws/execution.ts';
import type { StepDirection, ExecutionStatus, Order, StepRecord } from '../../model/execution.ts';
import type { Json } from '../../model/json.ts';
import type { ApproveStep, NotifyStep, Probe } from '../../model/plan.ts';

/** Everything that executing a plan needs of the world. Behind it stand PostgreSQL and AWS, or memory and the sandbox. */
export interface Ports {
  readonly executionId: string;
  /** In whose name AWS is changed: who asked for the execution. */
  readonly actor: string;
  readonly durable: Durable;
  readonly journal: Journal;
  readonly approvals: Approvals;
  readonly people: People;
  readonly terraform: Terraform;
  /** A handle that may change AWS, in the plan's region or another. */
  aws(region?: string): Aws;
  /** The present, for use within a durable function. */
  clock(): Promise<Date>;
  /** A short wait within one step, not across crashes. */
  readonly pause: (ms: number) => Promise<void>;
  releaseLocks(): Promise<void>;
  /** Takes the plan's locks again, where they were given up; who holds them instead, in words, or null. */
  takeLocks(): Promise<string | null>;
  probe(probe: Probe): Promise<Probed>;
  /** Tells people through a channel; says why it could not. */
  notify(step: Pick<NotifyStep, 'channel' | 'message'>): Promise<string>;
  /** For whoever follows; nothing depends on it. */
  progress(event: ProgressEvent): void;
}

/** What survives a crash: results are kept under their names, time goes on. */
export interface Durable {
  /** The result is kept and given back after a crash; the function may run again where the crash came before that. */
  once<T extends Json>(name: string, work: () => Promise<T>): Promise<T>;
  /** Lets time pass; ends early where somebody signals. */
  waitFor(ms: number): Promise<void>;
}

/** The record of what was done, step by step. */
export interface Journal {
  /** Opens the record, or opens it again with one attempt more. */
  begin(key: string, direction: StepDirection, at: Date): Promise<StepRecord>;
  change(key: string, direction: StepDirection, change: Partial<Omit<StepRecord, 'key' | 'direction'>>): Promise<void>;
  find(key: string, direction: StepDirection): Promise<StepRecord | undefined>;
  status(status: ExecutionStatus, reason: string): Promise<void>;
}

export type Decision = 'pending' | 'approved' | 'rejected' | 'expired' | 'not-needed';

export interface Approvals {
  /**
   * Opens the question where it is not open yet, and says how it stands. Policy may say that nobody need be asked. Who
   * voted is looked up anew each time: a role may be lost between the click and now.
   */
  decision(step: ApproveStep, at: Date): Promise<{ readonly decision: Decision; readonly words: string }>;
}

export interface People {
  /** What somebody told this execution since it was last asked, if anything; again the same where the look is. */
  order(look: string): Promise<Order | undefined>;
  /** Waits for a person, for as long as it takes; `leave` where nobody can be waited for. */
  awaitOrder(name: string, question: string): Promise<Order | 'leave'>;
  /** The time that people live in, where it is not that of the place: an hour of the sandbox's may take none. */
  readonly time?: PeoplesTime;
}

export interface PeoplesTime {
  now(): Promise<Date>;
  /** Ends early where somebody signals. */
  waitFor(ms: number): Promise<void>;
}

export interface Terraform {
  /**
   * Plans to a file, applies that file, and gives the outputs that are not sensitive.
   * @throws NothingChanged where it did not come to applying
   */
  apply(directory: string, variables: Readonly<Record<string, Json>>): Promise<Json>;
  /** @throws NothingChanged where the directory's state holds something, or cannot be read */
  requireEmpty(directory: string): Promise<void>;
  destroy(directory: string, variables: Readonly<Record<string, Json>>): Promise<void>;
}

export interface Probed {
  readonly ok: boolean;
  readonly observed: string;
}

export interface ProgressEvent {
  readonly at: Date;
  readonly step: string | null;
  readonly direction: StepDirection;
  readonly phase: 'begin' | 'observed' | 'done' | 'failed' | 'skipped' | 'status';
  readonly text: string;
}
