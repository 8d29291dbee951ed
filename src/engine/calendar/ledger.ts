import type { Cadence } from '../../model/cadence.ts';

/** What comes again and again. */
export interface Job extends Cadence {
  /** A checklist's id. */
  readonly name: string;
}

/** A run that is this worker's, as long as it is renewed. */
export interface Claim {
  readonly runId: string;
  /** Proves whose it is: another has another. */
  readonly claim: string;
  readonly job: string;
  /** What it is run for. */
  readonly instant: Date;
  /** 1, or more where a worker died over it. */
  readonly attempt: number;
}

/** The newest instant that nobody has run, and the earlier ones that will not be run any more. */
export interface Due {
  readonly job: string;
  readonly instant: Date;
  readonly missed: readonly Date[];
}

export type Fired =
  | { readonly state: 'mine'; readonly claim: Claim; readonly abandoned: readonly Date[] }
  | { readonly state: 'done' | 'busy' };

export interface Orphans {
  /** Whose worker died, and which is this worker's now. */
  readonly taken: Claim | undefined;
  /** Begun too often, and ended for good. */
  readonly givenUp: readonly { readonly job: string; readonly attempts: number }[];
}

/** What all workers of one calendar agree on. */
export interface Ledger {
  /** Says from when on each counts; what is off is not missed while it is. */
  begin(jobs: readonly Job[], off: readonly string[], at: Date): Promise<void>;
  /** Up to which instant each job is dealt with. */
  standing(): Promise<ReadonlyMap<string, Date>>;
  fire(due: Due, at: Date): Promise<Fired>;
  adopt(jobs: readonly string[], at: Date): Promise<Orphans>;
  /** False where it is another's by now. */
  renew(claim: Claim): Promise<boolean>;
  release(claim: Claim): Promise<void>;
  fail(claim: Claim, error: string, at: Date): Promise<void>;
}

/** How long a worker that says nothing is believed to be alive; it says something three times in that. */
export const LEASE_MS = 60_000;
export const RENEW_MS = LEASE_MS / 3;
/** How often a run is begun. */
export const MOST_ATTEMPTS = 3;
