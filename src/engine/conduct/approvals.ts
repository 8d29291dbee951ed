import { durationMs } from '../../model/duration.ts';
import { closeApproval, findApproval, requestApproval, type VoteRow } from '../../store/approvals.ts';
import type { Database } from '../../store/database.ts';
import type { Decision } from '../execute/ports.ts';

/** What is asked, of whom, and until when. */
export interface Question {
  readonly executionId: string;
  /** Null: the whole plan. */
  readonly stepKey: string | null;
  readonly planHash: string;
  readonly quorum: number;
  readonly expires: string;
  readonly onExpiry: 'undo' | 'cancel';
  /** Who may not answer: the one who asked for the execution, where four eyes are wanted. */
  readonly excluded: readonly string[];
}

export interface Standing {
  readonly decision: Decision;
  readonly words: string;
  /** Of what is pending: when it expires. */
  readonly until?: Date;
}

/**
 * Opens the question where it is not open yet, and says how it stands. A vote counts as long as who gave it may approve:
 * where a role was lost between the click and now, others are asked anew.
 */
export async function standingOf(
  db: Database,
  question: Question,
  at: Date,
  mayApprove: (person: string) => Promise<boolean>,
): Promise<Standing> {
  const { executionId, stepKey, quorum } = question;
  const known = await findApproval(db, executionId, stepKey);
  if (!known || known.planHash !== question.planHash) {
    if (known) await closeApproval(db, known.id, 'void', at);
    return ask(db, question, at);
  }
  if (known.outcome === 'rejected') return { decision: 'rejected', words: rejection(known.votes) };
  const isLate = known.outcome === null && known.expiresAt <= at;
  // Where a vote that was in time came in between, it counts.
  if (isLate && !(await closeApproval(db, known.id, 'expired', at))) return standingOf(db, question, at, mayApprove);
  if (isLate || known.outcome === 'expired') {
    return { decision: 'expired', words: `nobody decided within ${question.expires}` };
  }
  if (known.outcome === null) {
    return { decision: 'pending', words: waiting(question, known.votes.length), until: known.expiresAt };
  }
  const able = await Promise.all(known.votes.map(async (vote) => ((await mayApprove(vote.person)) ? [vote] : [])));
  const counting = able.flat().filter(({ decision }) => decision === 'approve');
  if (counting.length >= quorum) {
    return { decision: 'approved', words: `approved by ${counting.map(({ person }) => person).join(', ')}` };
  }
  return ask(db, question, at);
}

async function ask(db: Database, question: Question, at: Date): Promise<Standing> {
  const { executionId, stepKey, planHash, quorum, excluded, expires, onExpiry } = question;
  const { expiresAt: until } = await requestApproval(db, {
    executionId,
    stepKey,
    planHash,
    quorum,
    excluded: [...excluded],
    requestedAt: at,
    expiresAt: new Date(at.getTime() + durationMs(expires)),
    expiryOutcome: onExpiry,
  });
  return { decision: 'pending', words: waiting(question, 0), until };
}

function waiting({ quorum, excluded, executionId }: Question, votes: number): string {
  const who = excluded.length > 0 ? `, not by ${excluded.join(', ')}` : '';
  return `waits for ${quorum - votes} of ${quorum} ${quorum === 1 ? 'approval' : 'approvals'}${who}: opsbook approve ${executionId}`;
}

function rejection(votes: readonly VoteRow[]): string {
  const vote = votes.find(({ decision }) => decision === 'reject');
  return `rejected by ${vote?.person ?? 'somebody'}${vote?.reason ? `: ${vote.reason}` : ''}`;
}
