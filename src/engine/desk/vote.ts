import { NotAllowed, Refused } from '../../model/errors.ts';
import type { VoteDecision } from '../../model/execution.ts';
import { type ApprovalRow, castVote, findCurrentApproval, type Voted } from '../../store/approvals.ts';
import { appendAudit } from '../../store/audit.ts';
import { type ExecutionRow, findExecution } from '../../store/executions.ts';
import type { Actor } from '../conduct/workplace.ts';
import type { Desk } from './desk.ts';
import { samePeople } from '../identity/same-people.ts';
import { requireRole } from './require-role.ts';
import { requireScope } from './require-scope.ts';
import { liveRun } from './runs.ts';

export interface Ballot {
  readonly executionId: string;
  readonly decision: VoteDecision;
  readonly reason: string | null;
  /** Of the plan that the voter saw; the one that is asked about, where absent. */
  readonly planHash?: string;
}

type Counted = Extract<Voted, { state: 'counted' }>;

/**
 * One person's word on what an execution waits for. Gives how many have agreed by now, and of how many.
 * @throws Refused for who may not, where nothing is asked, and where it is too late
 */
export async function vote(desk: Desk, actor: Actor, ballot: Ballot): Promise<Counted> {
  const { executionId, decision, reason } = ballot;
  const execution = await findExecution(desk.db, executionId);
  await requireVoter(desk, actor, ballot, execution);
  if (!execution) throw new Refused(`there is no execution ${executionId}`);
  const at = desk.now();
  const open = await findCurrentApproval(desk.db, executionId);
  const planHash = ballot.planHash ?? open?.planHash ?? '';
  const person = actor.id;
  const stepKey = open?.stepKey ?? null;
  const names = await Promise.all([person, ...(actor.behind ?? [])].map((name) => samePeople(desk.db, name)));
  const voted = await castVote(desk.db, {
    executionId,
    stepKey,
    planHash,
    person,
    alsoKnownAs: names.flat(),
    decision,
    reason,
    via: actor.via,
    at,
  });
  const details = { decision, reason, via: actor.via, counted: voted.state === 'counted', planHash };
  await appendAudit(desk.db, {
    at,
    actor: person,
    action: `execution.${decision}`,
    subject: `execution/${executionId}`,
    details: voted.state === 'refused' ? { ...details, why: voted.why } : details,
  });
  if (voted.state === 'refused') {
    const words = refusal(voted.why, { executionId, actor, open });
    throw voted.why === 'excluded' ? new NotAllowed(words) : new Refused(words);
  }
  const run = await liveRun(desk, executionId);
  if (run !== undefined) await desk.durable.signal(run, { kind: 'vote', body: null });
  return voted;
}

/** That somebody tried what they may not do is worth a line in the log. @throws Refused */
async function requireVoter(
  desk: Desk,
  actor: Actor,
  { executionId, decision }: Ballot,
  execution: ExecutionRow | undefined,
): Promise<void> {
  try {
    requirePerson(actor);
    requireRole(actor, 'approver', `${decision} an execution`);
    if (execution) requireScope(actor, execution, `${decision} it`);
  } catch (error) {
    await appendAudit(desk.db, {
      at: desk.now(),
      actor: actor.id,
      action: `execution.${decision}`,
      subject: `execution/${executionId}`,
      details: { via: actor.via, counted: false, why: 'not-allowed' },
    });
    throw error;
  }
}

/** An assistant may ask in somebody's name, and agrees to nothing, whatever that person may. @throws NotAllowed */
function requirePerson({ name, via }: Actor): void {
  if (via === 'mcp') throw new NotAllowed(`an assistant agrees to nothing in the name of ${name}: a person has to`);
}

interface Refusal {
  readonly executionId: string;
  readonly actor: Actor;
  readonly open: ApprovalRow | undefined;
}

function refusal(why: Extract<Voted, { state: 'refused' }>['why'], { executionId, actor, open }: Refusal): string {
  switch (why) {
    case 'not-asked':
    case 'closed':
      return `execution ${executionId} waits for no approval (opsbook executions show ${executionId})`;
    case 'expired':
      return `too late: the approval of ${executionId} expired at ${open?.expiresAt.toISOString() ?? 'an earlier time'}`;
    case 'other-plan':
      return `the plan of ${executionId} is not the one you saw: look at it again (opsbook executions show ${executionId})`;
    case 'excluded':
      return `${actor.name} asked for ${executionId}, by this or another login, and somebody else has to agree to it`;
    case 'voted':
      return `${actor.name} has voted on ${executionId} already: it counts once`;
  }
}
