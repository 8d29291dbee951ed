import type { Json } from './json.ts';

/** Where an execution stands. `waiting`: nothing is being changed now. */
export type ExecutionStatus =
  | 'planned'
  | 'pending-approval'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'undoing'
  | 'undone'
  | 'failed'
  | 'cancelled'
  | 'expired';

/** What may follow what. From `failed` only a person leads on: resume, undo, or set aside. */
const FOLLOWS: Readonly<Record<ExecutionStatus, readonly ExecutionStatus[]>> = {
  planned: ['pending-approval', 'running', 'cancelled', 'expired', 'failed'],
  'pending-approval': ['running', 'cancelled', 'expired', 'failed'],
  running: ['waiting', 'succeeded', 'undoing', 'undone', 'failed', 'cancelled', 'expired'],
  waiting: ['running', 'succeeded', 'undoing', 'undone', 'failed', 'cancelled', 'expired'],
  undoing: ['succeeded', 'undone', 'failed', 'cancelled', 'expired'],
  failed: ['pending-approval', 'running', 'undoing', 'cancelled', 'expired'],
  // Also what went well can be taken back.
  succeeded: ['undoing'],
  undone: [],
  cancelled: [],
  expired: [],
};

const OVER: ReadonlySet<ExecutionStatus> = new Set(['succeeded', 'undone', 'cancelled', 'expired']);

/** The states from which an execution may come to this one: what a change of state is guarded with. */
export function statusesBefore(to: ExecutionStatus): readonly ExecutionStatus[] {
  return EXECUTION_STATUSES.filter((from) => FOLLOWS[from].includes(to));
}

export const EXECUTION_STATUSES = [
  'planned',
  'pending-approval',
  'running',
  'waiting',
  'succeeded',
  'undoing',
  'undone',
  'failed',
  'cancelled',
  'expired',
] as const satisfies readonly ExecutionStatus[];

/** Whether nothing follows. A failed execution is not over: a person may lead on, and what it locked is half changed. */
export function isOver(status: ExecutionStatus): boolean {
  return OVER.has(status);
}

/** `skipped`: it was not needed, or never reached. */
export type StepStatus = 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped';

/** The way there, or back. */
export type StepDirection = 'do' | 'undo';

export type VoteDecision = 'approve' | 'reject';

/** How an approval ended; undefined while it is asked for. `void`: what it was about has changed. */
export type ApprovalOutcome = 'approved' | 'rejected' | 'expired' | 'void';

/** What somebody may do: look; plan and ask; say yes or no; run Opsbook itself. */
export type Role = 'viewer' | 'operator' | 'approver' | 'admin';

/** What a person tells an execution that waits, failed or runs. */
export type Order = 'resume' | 'undo' | 'cancel';

/** What is on record of one step in one direction; requests and responses are masked. */
export interface StepRecord {
  readonly key: string;
  readonly direction: StepDirection;
  readonly status: StepStatus;
  readonly attempts: number;
  readonly request: Json;
  readonly response: Json;
  readonly awsRequestId: string | null;
  readonly actor: string | null;
  /** What was seen last, in words. */
  readonly observed: string | null;
  readonly error: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** What an execution left behind, and what to do about it. */
export interface Residue {
  readonly step: string;
  readonly title: string;
  /** ARN or name, where one is known. */
  readonly resource: string | null;
  readonly why: string;
  readonly todo: string;
}

/** How an execution ended. */
export interface Outcome {
  readonly status: ExecutionStatus;
  readonly reason: string;
  readonly residue: readonly Residue[];
}
