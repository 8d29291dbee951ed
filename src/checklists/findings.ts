import type { Aws } from '../aws/execution.ts';
import { AwsFault } from '../aws/fault.ts';
import { type Check, faultEvidence, unknownFrom } from '../checks/define.ts';
import { type Finding, findingId, type Resource, unknown, type Verdict } from '../model/finding.ts';
import type { ChecklistResult, TargetReport } from '../model/result.ts';
import { type Severity, severityRank } from '../model/severity.ts';

/** What a finding takes from the check that made it. */
export type FindingSource = Pick<Check, 'id' | 'severity' | 'remediation' | 'runbook'> & {
  readonly scope?: Check['scope'];
};

/** A whole check that could not judge: a fault of AWS, or one of ours, which must not stop the rest either. */
export function notJudged(error: unknown, aws: Aws): Verdict {
  if (error instanceof AwsFault) return unknownFrom(serviceResource(aws, serviceOf(error)), error);
  const message = error instanceof Error ? error.message : String(error);
  return unknown(serviceResource(aws, 'opsbook'), `The check itself failed, which is a bug in Opsbook: ${message}`);
}

export function lostTarget({ account, region }: TargetReport, fault: AwsFault): Verdict {
  const service = serviceOf(fault);
  const resource = { type: 'AWS::Service', id: service, arn: `arn:aws:${service}:${region}:${account}:*` };
  return unknown(resource, fault.message, faultEvidence(fault));
}

function serviceOf(fault: AwsFault): string {
  return fault.facts.operation.split(':')[0] ?? 'aws';
}

export function serviceResource(aws: Aws, service: string): Resource {
  return { type: 'AWS::Service', id: service, arn: `arn:${aws.partition}:${service}:${aws.region}:${aws.account}:*` };
}

export function toFinding(
  check: FindingSource,
  verdict: Verdict,
  report: TargetReport,
  severity: Severity | undefined,
): Finding {
  const { account } = report;
  const region = verdict.resource.region ?? (check.scope === 'account' ? 'global' : report.region);
  const { type, id, arn } = verdict.resource;
  return flattened({
    id: findingId(check.id, account, region, verdict.resource),
    check: check.id,
    status: verdict.status,
    severity: verdict.severity ?? severity ?? check.severity,
    account,
    region,
    resource: { type, id, arn },
    reason: verdict.reason,
    evidence: verdict.evidence,
    suppressed: null,
    remediation: { text: verdict.remediation ?? check.remediation, runbook: check.runbook ?? null },
  });
}

/**
 * The same finding in a third of the memory: text put together from parts keeps all its parts until it is written down.
 * A fleet has tens of thousands of findings, held until the report is printed.
 */
function flattened(finding: Finding): Finding {
  const copy: Finding = JSON.parse(JSON.stringify(finding));
  return copy;
}

const STATUS_ORDER = { fail: 0, unknown: 1, pass: 2 } as const;

export function worstFirst(a: Finding, b: Finding): number {
  return (
    STATUS_ORDER[a.status] - STATUS_ORDER[b.status] ||
    severityRank(b.severity) - severityRank(a.severity) ||
    compare(a.check, b.check) ||
    compare(a.account, b.account) ||
    compare(a.region, b.region) ||
    compare(a.resource.id, b.resource.id)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function summarize(findings: readonly Finding[]): ChecklistResult['summary'] {
  const summary = { pass: 0, fail: 0, unknown: 0, suppressed: 0 };
  for (const finding of findings) summary[finding.suppressed ? 'suppressed' : finding.status] += 1;
  return summary;
}
