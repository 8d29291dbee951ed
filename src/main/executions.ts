import type { Desk } from '../engine/desk/desk.ts';
import { giveOrder } from '../engine/desk/give-order.ts';
import { vote } from '../engine/desk/vote.ts';
import { UsageError } from '../model/errors.ts';
import type { Order, Outcome, VoteDecision } from '../model/execution.ts';
import type { Plan } from '../model/plan.ts';
import { parsePlan } from '../model/plan-schema.ts';
import { executionLines } from '../report/executions/page.ts';
import { executionsTable } from '../report/executions/table.ts';
import { listAudit, verifyAudit } from '../store/audit.ts';
import { type ExecutionRow, findExecution, listExecutions } from '../store/executions.ts';
import { findPlan } from '../store/plans.ts';
import { listSteps } from '../store/steps.ts';
import { CHECKS } from './catalog.ts';
import { loadConfig } from './config/load.ts';
import { follow, outcomeOf } from './follow.ts';
import { localActor } from './local-actor.ts';
import { openDesk } from './open-desk.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Where {
  readonly environment: Environment;
  readonly configFile?: string | undefined;
}

/** The desk for one command that executes nothing itself. */
export async function withDesk<T>(where: Where, work: (desk: Desk) => Promise<T>, takeWork = false): Promise<T> {
  const config = await loadConfig(where.configFile, CHECKS);
  const desk = await openDesk({ config, environment: where.environment, takeWork });
  try {
    return await work(desk);
  } finally {
    await desk.close();
  }
}

interface Printing {
  readonly json: boolean;
  readonly width: number;
}

export async function executionsPage(
  desk: Desk,
  { limit, json, width }: Printing & { limit: number },
): Promise<string> {
  const executions = await listExecutions(desk.db, { limit });
  return json ? `${JSON.stringify({ executions }, null, 2)}\n` : executionsTable(executions, width);
}

export async function executionPage(desk: Desk, id: string, { json, width }: Printing): Promise<string> {
  const { execution, plan } = await getExecution(desk, id);
  const steps = await listSteps(desk.db, execution.id);
  const audit = await listAudit(desk.db, { subject: `execution/${execution.id}`, limit: 200 });
  if (json) return `${JSON.stringify({ execution, plan, steps, audit: audit.toReversed() }, null, 2)}\n`;
  return executionLines({ execution, plan, steps, audit: audit.toReversed() }, width);
}

export interface Watching extends Where {
  readonly takeWork: boolean;
  readonly tell: (line: string) => void;
  readonly width: number;
  readonly signal: AbortSignal;
}

export function followExecution(id: string, watching: Watching): Promise<Outcome> {
  return withDesk(watching, (desk) => watch(desk, id, watching), watching.takeWork);
}

export function orderExecution(
  order: Order,
  id: string,
  watching: Watching & { readonly reason: string | null },
): Promise<Outcome> {
  return withDesk(
    watching,
    async (desk) => {
      const { execution } = await getExecution(desk, id);
      const actor = await localActor(desk, watching.environment);
      await giveOrder(desk, actor, { executionId: execution.id, order, reason: watching.reason });
      await settled(desk, execution, watching.signal);
      return watch(desk, execution.id, watching);
    },
    watching.takeWork,
  );
}

/** Until it has heard of the order: what is over, or waits, moves on. */
async function settled(desk: Desk, before: ExecutionRow, signal: AbortSignal): Promise<void> {
  for (let look = 0; look < 100 && !signal.aborted; look += 1) {
    const now = await findExecution(desk.db, before.id);
    if (now?.status !== before.status || now.outcome !== before.outcome) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export async function voteOnExecution(
  decision: VoteDecision,
  id: string,
  where: Where & { readonly reason: string | null },
): Promise<string> {
  return withDesk(where, async (desk) => {
    const { execution } = await getExecution(desk, id);
    const actor = await localActor(desk, where.environment);
    const counted = await vote(desk, actor, { executionId: execution.id, decision, reason: where.reason });
    if (counted.outcome === 'rejected') return `Rejected: ${execution.runbook} will not be executed.\n`;
    const { approvals, quorum } = counted;
    return approvals >= quorum
      ? `Approved: ${execution.runbook} goes on.\n`
      : `Counted: ${approvals} of ${quorum} have approved ${execution.runbook}.\n`;
  });
}

export async function auditText(desk: Desk): Promise<{ readonly text: string; readonly whole: boolean }> {
  const verdict = await verifyAudit(desk.db);
  if (verdict.state === 'whole') {
    return { text: `The audit log is whole: ${verdict.entries} entries, last hash ${verdict.hash}\n`, whole: true };
  }
  return { text: `The audit log is BROKEN at entry ${verdict.seq}: it was ${verdict.why}.\n`, whole: false };
}

async function watch(desk: Desk, id: string, { tell, width, signal }: Watching): Promise<Outcome> {
  const { execution, plan } = await getExecution(desk, id);
  if (signal.aborted) return outcomeOf(execution);
  return follow(desk.db, execution.id, plan, { tell, width, signal, untilSomebodyIsNeeded: true });
}

interface Found {
  readonly execution: ExecutionRow;
  readonly plan: Plan;
}

/** By its id, or the beginning of it. @throws UsageError */
export async function getExecution(desk: Desk, id: string): Promise<Found> {
  const exact = await findExecution(desk.db, id);
  const known = exact
    ? [exact]
    : (await listExecutions(desk.db, { limit: 500 })).filter((one) => one.id.startsWith(id));
  const [execution, ...others] = known;
  if (!execution) throw new UsageError(`unknown execution: ${id} (opsbook executions list)`);
  if (others.length > 0) throw new UsageError(`${id} is the beginning of ${known.length} executions: give more of it`);
  const stored = await findPlan(desk.db, execution.planId);
  return { execution, plan: parsePlan(stored?.document) };
}
