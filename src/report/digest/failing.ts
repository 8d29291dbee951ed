import type { Finding } from '../../model/finding.ts';
import type { ChecklistResult } from '../../model/result.ts';
import { groupBy } from './group-by.ts';
import { SEVERITIES, type Severity } from '../../model/severity.ts';

/** The failing findings of one check that are equally bad. */
export interface CheckGroup {
  readonly check: string;
  readonly title: string;
  /** Empty where the result does not say it. */
  readonly why: string;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
  /** Resources that the check judged, whatever it said of them. */
  readonly judged: number;
}

export interface SeverityGroup {
  readonly severity: Severity;
  readonly count: number;
  readonly checks: readonly CheckGroup[];
}

export const WORST_FIRST: readonly Severity[] = SEVERITIES.toReversed();

/** What fails and is not suppressed, worst first; within a severity by check, in the result's own order. */
export function failingGroups(result: ChecklistResult): SeverityGroup[] {
  const failing = result.findings.filter(isFailing);
  return WORST_FIRST.flatMap((severity) => {
    const equallyBad = failing.filter((finding) => finding.severity === severity);
    if (equallyBad.length === 0) return [];
    return [{ severity, count: equallyBad.length, checks: checkGroups(result, severity, equallyBad) }];
  });
}

export function isFailing(finding: Finding): boolean {
  return finding.status === 'fail' && finding.suppressed === null;
}

export function isUnknown(finding: Finding): boolean {
  return finding.status === 'unknown' && finding.suppressed === null;
}

/** What a check asks, or its id where the result does not say. */
export function titleOf(result: ChecklistResult, check: string): string {
  return result.checks?.find(({ id }) => id === check)?.title ?? check;
}

function checkGroups(result: ChecklistResult, severity: Severity, findings: readonly Finding[]): CheckGroup[] {
  return [...groupBy(findings, (finding) => finding.check)].map(([check, group]) => ({
    check,
    title: titleOf(result, check),
    why: result.checks?.find(({ id }) => id === check)?.why ?? '',
    severity,
    findings: group,
    judged: result.findings.filter((finding) => finding.check === check && finding.status !== 'unknown').length,
  }));
}
