import { stringify } from 'csv-stringify/sync';
import type { Finding } from '../model/finding.ts';
import type { ChecklistResult } from '../model/result.ts';
import { titleOf } from './digest/failing.ts';
import { plain } from './text/plain.ts';

type Cell = (finding: Finding, result: ChecklistResult) => string;

/** Column by column; scripts go by the names. */
const COLUMNS: Readonly<Record<string, Cell>> = {
  status: ({ status }) => status,
  severity: ({ severity }) => severity,
  check: ({ check }) => check,
  title: ({ check }, result) => titleOf(result, check),
  account: ({ account }) => account,
  region: ({ region }) => region,
  resource_type: ({ resource }) => resource.type,
  resource_id: ({ resource }) => resource.id,
  resource_arn: ({ resource }) => resource.arn,
  reason: ({ reason }) => reason,
  remediation: ({ remediation }) => remediation.text,
  runbook: ({ remediation }) => remediation.runbook ?? '',
  suppressed_until: ({ suppressed }) => suppressed?.until ?? '',
  suppressed_by: ({ suppressed }) => suppressed?.actor ?? '',
  suppressed_reason: ({ suppressed }) => suppressed?.reason ?? '',
  evidence: ({ evidence }) => (Object.keys(evidence).length > 0 ? JSON.stringify(evidence) : ''),
  finding_id: ({ id }) => id,
  checklist: (_, { checklist }) => checklist,
  execution: (_, { execution }) => execution,
  as_of: (_, { asOf, startedAt }) => asOf ?? startedAt,
};

/**
 * One row a finding, passes too. A cell that a spreadsheet would take for a formula begins with an apostrophe:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function renderCsv(result: ChecklistResult): string {
  const rows = result.findings.map((finding) => Object.values(COLUMNS).map((cell) => plain(cell(finding, result))));
  return stringify([Object.keys(COLUMNS), ...rows], { escape_formulas: true });
}
