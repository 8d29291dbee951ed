import type { Finding } from '../../model/finding.ts';
import { severityRank } from '../../model/severity.ts';
import { defineSection } from '../define.ts';

const MOST_NAMES = 5;

/**
 * What there is to do, from the findings of this review and of the week's other results (`--set results=a.json,b.json`):
 * one line a check, worst first.
 */
export const actionItems = defineSection({
  id: 'action-items',
  title: 'Action items',
  scope: 'region',
  calls: [],
  columns: [
    { key: 'severity', label: 'Severity' },
    { key: 'action', label: 'Action' },
    { key: 'resources', label: 'Where' },
  ],
  async compose({ aws, findings, outside, parameters }) {
    const files = (parameters['results'] ?? '').split(',').filter((file) => file !== '');
    const others = await Promise.all(files.map((file) => outside.readResult(file)));
    const week = [...findings, ...others.flatMap((result) => result.findings.filter(isHere(aws)))];
    const open = week.filter(({ status, suppressed }) => status === 'fail' && !suppressed);
    const byCheck = grouped(unique(open));
    const rows = [...byCheck.values()].flatMap(toRow).toSorted((a, b) => b.rank - a.rank);
    const sources = files.length > 0 ? ` and ${files.length} other results of the week` : '';
    return {
      text: [
        rows.length > 0
          ? `From the findings of this review${sources}.`
          : `Nothing to do: no finding fails in this review${sources}.`,
      ],
      rows: rows.map(({ rank: _rank, ...row }) => row),
    };
  },
});

function isHere(aws: { account: string; region: string }) {
  return ({ account, region }: Finding) => account === aws.account && (region === aws.region || region === 'global');
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.id, finding])).values()];
}

function grouped(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.check, [...(groups.get(finding.check) ?? []), finding]);
  return groups;
}

function toRow(group: readonly Finding[]) {
  const worst = group.toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity))[0];
  if (!worst) return [];
  const names = group.map(({ resource }) => resource.id);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return [
    {
      rank: severityRank(worst.severity),
      severity: worst.severity,
      action: worst.remediation.text,
      resources: `${names.slice(0, MOST_NAMES).join(', ')}${more} (${worst.check})`,
    },
  ];
}
