import type { Status } from '../../model/finding.ts';
import type { Severity } from '../../model/severity.ts';
import { columnLines } from '../text/columns.ts';
import { readable } from '../text/readable.ts';
import { wrap } from '../text/wrap.ts';
import { counted, timeText } from '../text/value.ts';

/** A finding as it is remembered. */
export interface KnownFinding {
  readonly id: string;
  readonly check: string;
  readonly account: string;
  readonly region: string;
  readonly resourceId: string;
  readonly status: Status;
  readonly severity: Severity;
  readonly reason: string;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly failingSince: Date | null;
  readonly fixedAt: Date | null;
  readonly suppressed: { readonly reason: string; readonly actor: string; readonly until: Date } | null;
}

interface Options {
  readonly width: number;
  readonly limit: number;
  /** There are more than these. */
  readonly more: boolean;
  /** What is fixed was asked for. */
  readonly fixed: boolean;
}

const INDENT = ' '.repeat(10);

/** Findings: enough of the id to name it by, since when, and why. */
export function findingsTable(findings: readonly KnownFinding[], { width, limit, more, fixed }: Options): string {
  if (findings.length === 0) {
    return fixed
      ? 'Nothing was fixed in that time.\n'
      : 'No such finding is stored (opsbook run <checklist> --store).\n';
  }
  const heads = findings.map((finding) => [
    finding.id.slice(0, 8),
    finding.severity,
    `${stateOf(finding)} since ${sinceOf(finding)}`,
    finding.check,
  ]);
  const lines = columnLines(heads, width).trimEnd().split('\n');
  const blocks = findings.map((finding, index) => [lines[index], ...reasonLines(finding, width)].join('\n'));
  const rest = more ? `\n… and more than ${counted(limit, 'finding')} (--limit)` : '';
  return `${blocks.join('\n')}${rest}\n`;
}

function reasonLines(finding: KnownFinding, width: number): string[] {
  const { account, region, resourceId, reason, suppressed } = finding;
  const named = reason.includes(resourceId) ? reason : `${resourceId}: ${reason}`;
  const about = `${account}/${region}: ${named}`;
  const text = suppressed ? `${about} ${suppressedWords(suppressed)}` : about;
  return wrap(readable(text), width - INDENT.length).map((line) => `${INDENT}${line}`);
}

function stateOf({ status, fixedAt, suppressed }: KnownFinding): string {
  if (fixedAt !== null) return status === 'pass' ? 'fixed' : 'gone';
  return suppressed ? `${status}, suppressed` : status;
}

function sinceOf({ failingSince, fixedAt, firstSeen }: KnownFinding): string {
  return timeText((fixedAt ?? failingSince ?? firstSeen).toISOString(), 'date');
}

function suppressedWords({ reason, actor, until }: NonNullable<KnownFinding['suppressed']>): string {
  return `(suppressed until ${until.toISOString()} by ${actor}: ${reason})`;
}
