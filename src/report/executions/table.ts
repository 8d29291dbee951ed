import type { ExecutionStatus } from '../../model/execution.ts';
import { plain } from '../text/plain.ts';
import { shorten, widthOf } from '../text/width.ts';

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
  const rows = executions.map(({ id, createdAt, status, runbook, account, region, requestedBy, outcome }) => [
    id.slice(0, 8),
    `${createdAt.toISOString().slice(0, 16).replace('T', ' ')}`,
    status,
    runbook,
    `${account}/${region}`,
    requestedBy,
    plain(outcome ?? ''),
  ]);
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  const lines = rows.map((row) =>
    shorten(
      row
        .map((cell, column) =>
          column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)),
        )
        .join('  ')
        .trimEnd(),
      width,
    ),
  );
  return `${lines.join('\n')}\n`;
}
