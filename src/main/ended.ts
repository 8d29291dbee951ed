import type { Outcome } from '../model/execution.ts';

/** How an execution ended, or how it stands, and which it is. */
export interface Ended extends Outcome {
  /** Null where nothing of it is kept: in the embedded sandbox, and where nothing was to be done. */
  readonly execution: string | null;
}
