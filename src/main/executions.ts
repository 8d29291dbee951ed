import type { Order, VoteDecision } from '../model/execution.ts';
import { executionLines } from '../report/executions/page.ts';
import { executionsTable } from '../report/executions/table.ts';
import type { Ended } from './ended.ts';
import { followSights, outcomeOf } from './follow.ts';
import type { Found } from './ledger.ts';
import { type Office, type Where, withLedger, withOffice } from './office.ts';

interface Printing {
  readonly json: boolean;
  readonly width: number;
}

export function executionsPage(
  where: Where,
  { limit, json, width }: Printing & { readonly limit: number },
): Promise<string> {
  return withLedger(where, async (ledger) => {
    const executions = await ledger.list(limit);
    return json ? `${JSON.stringify({ executions }, null, 2)}\n` : executionsTable(executions, width);
  });
}

export function executionPage(where: Where, id: string, { json, width }: Printing): Promise<string> {
  return withLedger(where, async (ledger) => {
    const found = await ledger.find(id);
    return json
      ? `${JSON.stringify(found, null, 2)}\n`
      : executionLines({ ...found, left: outcomeOf(found.execution).residue }, width);
  });
}

export interface Watching extends Where {
  readonly takeWork: boolean;
  readonly tell: (line: string) => void;
  readonly width: number;
  readonly signal: AbortSignal;
}

export function followExecution(id: string, watching: Watching): Promise<Ended> {
  return withOffice(
    watching,
    async (office) => {
      const found = await office.find(id);
      // It may wait for what has been said by now, and be left by a worker that is gone: that takes seconds to be seen.
      if (watching.takeWork) await settled(office, found, { looks: 100, signal: watching.signal });
      return watch(office, found, watching);
    },
    watching.takeWork,
  );
}

export function orderExecution(
  order: Order,
  id: string,
  watching: Watching & { readonly reason: string | null },
): Promise<Ended> {
  return withOffice(
    watching,
    async (office) => {
      const found = await office.find(id);
      await office.order(order, { id: found.execution.id, reason: watching.reason });
      await settled(office, found, { looks: 100, signal: watching.signal });
      return watch(office, found, watching);
    },
    watching.takeWork,
  );
}

const LOOK_EVERY_MS = 100;
/** Looks until whoever executes has usually heard. */
const SOON = 30;

interface Settling {
  readonly looks: number;
  readonly signal?: AbortSignal;
}

/** Until it has heard of an order or a vote: what is over, or waits, moves on. Whether it did. */
async function settled(office: Office, { execution: before }: Found, { looks, signal }: Settling): Promise<boolean> {
  for (let look = 0; look < looks && !signal?.aborted; look += 1) {
    const { execution: now } = await office.find(before.id);
    if (now.status !== before.status || now.outcome !== before.outcome) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return false;
}

export function voteOnExecution(
  decision: VoteDecision,
  id: string,
  where: Where & { readonly reason: string | null },
): Promise<string> {
  return withOffice(where, async (office) => {
    const found = await office.find(id);
    const { id: whole, runbook } = found.execution;
    const counted = await office.vote(decision, { id: whole, reason: where.reason });
    if (counted.outcome === 'rejected') return `Rejected: ${runbook} does not go on.\n`;
    const { approvals, quorum } = counted;
    if (approvals < quorum) return `Counted: ${approvals} of ${quorum} have approved ${runbook}.\n`;
    if (await settled(office, found, { looks: SOON })) return `Approved: ${runbook} goes on.\n`;
    return `Approved: ${runbook} goes on when somebody executes it: opsbook up, or opsbook executions follow --work ${whole}\n`;
  });
}

export function auditText(where: Where): Promise<{ readonly text: string; readonly whole: boolean }> {
  return withLedger(where, async (ledger) => {
    const verdict = await ledger.verifyAudit();
    if (verdict.state === 'whole') {
      const text = `The audit log is whole: ${verdict.entries} entries, last hash ${verdict.hash}\n`;
      return { text, whole: true };
    }
    return { text: `The audit log is BROKEN at entry ${verdict.seq}: it was ${verdict.why}.\n`, whole: false };
  });
}

async function watch(office: Office, { execution, plan }: Found, watching: Watching): Promise<Ended> {
  const { tell, width, signal } = watching;
  if (signal.aborted) return { execution: execution.id, ...outcomeOf(execution) };
  const following = { tell, width, signal, untilSomebodyIsNeeded: true };
  const outcome = await followSights(() => office.find(execution.id), plan, following);
  return { execution: execution.id, ...outcome };
}
