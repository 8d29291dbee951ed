import type { Json } from '../../model/json.ts';

/** What a person or a program tells a run. */
export type Signal = { readonly kind: string; readonly body: Json };

/** One durable run of a function of data: what it did is kept, and it goes on after a crash where it stood. */
export interface DurableContext {
  /** The run that this is the context of: one of several that work on an execution, one after the other. */
  readonly runId: string;
  /**
   * Runs the function once; its result, as JSON, is kept and given back after a crash. It may be run again where the
   * process dies, or the database goes away, before the result is kept. Its failure is kept like a result, and thrown as
   * {@link KeptFailure} now and then alike: what should be told apart later, return as data.
   */
  once<T>(name: string, body: () => Promise<T>): Promise<T>;
  /** Waits, across crashes, and costs nothing meanwhile. Ends early with the oldest signal that was not received yet. */
  waitFor(ms: number): Promise<Signal | undefined>;
  /** The present, and after a crash again the present of then. */
  now(): Promise<Date>;
}

/** `waiting`: it stands in `waitFor`, or in the queue. `error`: its function failed; that is an error of ours. */
export type RunState = 'absent' | 'waiting' | 'running' | 'done' | 'error';

export interface Durable {
  /** Any worker takes it. Again with the same id changes nothing. */
  start(runId: string, input: Json): Promise<void>;
  /** Kept until the run receives it, in the order of sending. @throws NoSuchRun */
  signal(runId: string, signal: Signal): Promise<void>;
  state(runId: string): Promise<RunState>;
  /** The ids of all runs that are not over, by one query. */
  underWay(): Promise<ReadonlySet<string>>;
  /** Lets the steps under way end, begins no other, and lets go: another worker goes on with the runs. */
  stop(): Promise<void>;
}

/** A function given to `once` failed, now or before a crash. */
export class KeptFailure extends Error {
  readonly code = 'kept-failure';
  /** The name of the error as it was first thrown. */
  readonly kind: string;

  constructor(kind: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KeptFailure';
    this.kind = kind;
  }
}

export class NoSuchRun extends Error {
  readonly code = 'no-such-run';
}
