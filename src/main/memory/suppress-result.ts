import { summarize } from '../../checklists/findings.ts';
import type { ChecklistResult } from '../../model/result.ts';
import type { SuppressionRow } from '../../store/suppressions.ts';

/** Marks what somebody suppressed; what passes needs none. */
export function suppressResult(result: ChecklistResult, suppressions: readonly SuppressionRow[]): ChecklistResult {
  const inForce = new Map(suppressions.map((one) => [one.findingId, one] as const));
  const findings = result.findings.map((finding) => {
    const suppression = finding.status === 'pass' ? undefined : inForce.get(finding.id);
    if (!suppression) return finding;
    const { reason, actor, until } = suppression;
    return { ...finding, suppressed: { reason, actor, until: until.toISOString() } };
  });
  return { ...result, findings, summary: summarize(findings) };
}
