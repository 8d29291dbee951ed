import type { ExecutionStatus } from '../../model/execution.ts';
import { columnLines } from '../text/columns.ts';
import { plain } from '../text/plain.ts';

export interface ExecutionSummary {
  readonly id: string;
  readonly runbook: string;
  readonly account: string;
  readonly region: string;
  readonly status: ExecutionStatus;
  readonly requestedBy: string;
  readonly outcome: string | null;
  readonly createdAt: Date;
}

/** Executions, one a line: enough of the id to name it by, where it stands, and why. */
export function executionsTable(executions: readonly ExecutionSummary[], width: number): string {
  if (executions.length === 0) return 'No executions yet: opsbook run <runbook> makes one.\n';
  const places = new Set(executions.map(({ account, region }) => `${account}/${region}`));
  const rows = executions.map(({ id, createdAt, status, runbook, account, region, requestedBy, outcome }) => [
    id.slice(0, 8),
    createdAt.toISOString().slice(0, 16).replace('T', ' '),
    status,
    runbook,
    requestedBy,
    // All in one place need not say which, and leave room for why they stand where they stand.
    ...(places.size > 1 ? [`${account}/${region}`] : []),
    plain(outcome ?? ''),
  ]);
  return columnLines(rows, width);
}
