import { type Insertable, type Selectable, sql } from 'kysely';
import type { ApprovalOutcome, VoteDecision } from '../model/execution.ts';
import { type Database, inTransaction } from './database.ts';
import type { ApprovalsTable, VotesTable } from './tables.ts';

export type ApprovalRow = Selectable<ApprovalsTable>;
export type VoteRow = Selectable<VotesTable>;

type Question = Pick<
  Insertable<ApprovalsTable>,
  'executionId' | 'stepKey' | 'planHash' | 'requestedAt' | 'expiresAt' | 'expiryOutcome' | 'quorum' | 'excluded'
>;

/** Asks, or finds what is asked already about this step (or, with a null step, about the whole plan). */
export async function requestApproval(db: Database, question: Question): Promise<ApprovalRow> {
  await db
    .insertInto('approvals')
    .values(question)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return db
    .selectFrom('approvals')
    .selectAll()
    .where('executionId', '=', question.executionId)
    .where(sameStep(question.stepKey ?? null))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
}

/** The newest that was asked about this step, with who voted. */
export async function findApproval(
  db: Database,
  executionId: string,
  stepKey: string | null,
): Promise<(ApprovalRow & { votes: VoteRow[] }) | undefined> {
  const approval = await db
    .selectFrom('approvals')
    .selectAll()
    .where('executionId', '=', executionId)
    .where(sameStep(stepKey))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return approval && { ...approval, votes: await listVotes(db, approval.id) };
}

/** What an execution waits for, or else what it waited for last. */
export function findCurrentApproval(db: Database, executionId: string): Promise<ApprovalRow | undefined> {
  return db
    .selectFrom('approvals')
    .selectAll()
    .where('executionId', '=', executionId)
    .orderBy(sql`outcome is null`, 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What waits for somebody's decision, the most urgent first. */
export function listOpenApprovals(db: Database): Promise<ApprovalRow[]> {
  return db.selectFrom('approvals').selectAll().where('outcome', 'is', null).orderBy('expiresAt').execute();
}

export function listVotes(db: Database, approvalId: number): Promise<VoteRow[]> {
  return db.selectFrom('votes').selectAll().where('approvalId', '=', approvalId).orderBy('at').execute();
}

interface Vote {
  readonly executionId: string;
  readonly stepKey: string | null;
  /** Of the plan that the voter saw. */
  readonly planHash: string;
  readonly person: string;
  /** By which other names the voter is known: they count as one. */
  readonly alsoKnownAs?: readonly string[];
  readonly decision: VoteDecision;
  readonly reason: string | null;
  /** The way it came: `cli`, `api`, `slack`. */
  readonly via: string;
  readonly at: Date;
}

export type Voted =
  /** `outcome` is set by the one vote that decided. */
  | {
      readonly state: 'counted';
      readonly approvals: number;
      readonly quorum: number;
      readonly outcome: ApprovalOutcome | null;
    }
  | {
      readonly state: 'refused';
      readonly why: 'not-asked' | 'closed' | 'expired' | 'other-plan' | 'excluded' | 'voted';
    };

/**
 * Counts one person's vote once, whatever comes at the same instant: who votes waits for who votes before. One rejection
 * decides; so does the approval that fills the quorum.
 */
export function castVote(db: Database, vote: Vote): Promise<Voted> {
  return inTransaction(db, async (trx) => {
    const approval = await trx
      .selectFrom('approvals')
      .selectAll()
      .where('executionId', '=', vote.executionId)
      .where(sameStep(vote.stepKey))
      .orderBy('id', 'desc')
      .limit(1)
      .forUpdate()
      .executeTakeFirst();
    if (!approval) return { state: 'refused', why: 'not-asked' };
    const why = refusal(approval, vote);
    if (why) return { state: 'refused', why };
    const { person, decision, reason, via, at } = vote;
    const before = await listVotes(trx, approval.id);
    if (before.some((one) => namesOf(vote).includes(one.person))) return { state: 'refused', why: 'voted' };
    const inserted = await trx
      .insertInto('votes')
      .values({ approvalId: approval.id, person, decision, reason, via, at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) return { state: 'refused', why: 'voted' };
    const votes = await listVotes(trx, approval.id);
    const approvals = votes.filter((one) => one.decision === 'approve').length;
    const outcome = outcomeOf(votes.length > approvals, approvals >= approval.quorum);
    if (outcome) await closeApproval(trx, approval.id, outcome, at);
    return { state: 'counted', approvals, quorum: approval.quorum, outcome };
  });
}

function refusal(approval: ApprovalRow, vote: Vote) {
  if (approval.outcome !== null) return approval.outcome === 'expired' ? 'expired' : 'closed';
  if (approval.expiresAt.getTime() <= vote.at.getTime()) return 'expired';
  if (approval.planHash !== vote.planHash) return 'other-plan';
  return namesOf(vote).some((name) => approval.excluded.includes(name)) ? 'excluded' : undefined;
}

function namesOf({ person, alsoKnownAs = [] }: Vote): string[] {
  return [person, ...alsoKnownAs];
}

function outcomeOf(rejected: boolean, enough: boolean): ApprovalOutcome | null {
  if (rejected) return 'rejected';
  return enough ? 'approved' : null;
}

/** Closes what is open; says whether this call did. */
export async function closeApproval(db: Database, id: number, outcome: ApprovalOutcome, at: Date): Promise<boolean> {
  const closed = await db
    .updateTable('approvals')
    .set({ outcome, closedAt: at })
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .executeTakeFirst();
  return closed.numUpdatedRows === 1n;
}

/** Closes all that an execution still asks: it goes on without an answer. */
export async function closeApprovalsOf(db: Database, executionId: string, at: Date): Promise<void> {
  await db
    .updateTable('approvals')
    .set({ outcome: 'void', closedAt: at })
    .where('executionId', '=', executionId)
    .where('outcome', 'is', null)
    .execute();
}

/** Null is a step of its own here: the whole plan. */
function sameStep(stepKey: string | null) {
  return sql<boolean>`step_key is not distinct from ${stepKey}::text`;
}
