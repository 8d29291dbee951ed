import type { Finding } from '../model/finding.ts';
import type { ChecklistResult } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';
import { titleOf } from './digest/failing.ts';

/** https://schema.ocsf.io/1.5.0/classes/compliance_finding */
const SCHEMA_VERSION = '1.5.0';
const FINDINGS = { category_uid: 2, category_name: 'Findings' } as const;
const COMPLIANCE_FINDING = { class_uid: 2003, class_name: 'Compliance Finding' } as const;
const CREATE = {
  activity_id: 1,
  activity_name: 'Create',
  type_uid: 200301,
  type_name: 'Compliance Finding: Create',
} as const;
const AWS_ACCOUNT = { type_id: 10, type: 'AWS Account' } as const;

const SEVERITY = {
  informational: { severity_id: 1, severity: 'Informational' },
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
  critical: { severity_id: 5, severity: 'Critical' },
} as const satisfies Record<Severity, object>;

/** OCSF's word for "did not yield a result due to missing information" is Warning. */
const VERDICT = {
  pass: { status_id: 1, status: 'Pass' },
  unknown: { status_id: 2, status: 'Warning' },
  fail: { status_id: 3, status: 'Fail' },
} as const satisfies Record<Finding['status'], object>;

interface OcsfOptions {
  /** Opsbook's own version. */
  readonly version?: string;
}

/** An array of OCSF Compliance Finding events, one for each finding, for security lakes and SIEMs. */
export function renderOcsf(result: ChecklistResult, options: OcsfOptions = {}): string {
  const events = result.findings.map((finding) => complianceFinding(finding, result, options));
  return `${JSON.stringify(events, null, 2)}\n`;
}

function complianceFinding(finding: Finding, result: ChecklistResult, { version }: OcsfOptions): object {
  const { id, check, status, reason, remediation, evidence, suppressed } = finding;
  return {
    ...FINDINGS,
    ...COMPLIANCE_FINDING,
    ...CREATE,
    ...lifecycle(finding),
    // A resource that is in order is no incident of its check's severity.
    ...SEVERITY[status === 'pass' ? 'informational' : finding.severity],
    time: Date.parse(result.asOf ?? result.finishedAt),
    message: reason,
    status_code: status.toUpperCase(),
    metadata: {
      version: SCHEMA_VERSION,
      profiles: ['cloud'],
      product: { uid: 'opsbook', name: 'Opsbook', vendor_name: 'Opsbook', ...(version !== undefined && { version }) },
      uid: `${result.execution}/${id}`,
      correlation_uid: result.execution,
      event_code: check,
      log_name: result.checklist,
    },
    finding_info: findingInfo(finding, result),
    compliance: compliance(finding, result),
    resources: [resource(finding)],
    cloud: cloud(finding),
    remediation: {
      desc:
        remediation.runbook === null
          ? remediation.text
          : `${remediation.text} Runbook: opsbook plan ${remediation.runbook}`,
    },
    unmapped: { checklist: result.checklist, evidence, ...(suppressed && { suppressed }) },
  };
}

/** Where the finding stands in whoever reads it: a pass has nothing to review. */
function lifecycle({ status, suppressed }: Finding): { status_id: number; status: string } {
  if (suppressed) return { status_id: 3, status: 'Suppressed' };
  return status === 'pass' ? { status_id: 4, status: 'Resolved' } : { status_id: 1, status: 'New' };
}

function findingInfo({ id, check }: Finding, result: ChecklistResult): object {
  const why = result.checks?.find((candidate) => candidate.id === check)?.why;
  return { uid: id, title: titleOf(result, check), product_uid: 'opsbook', ...(why !== undefined && { desc: why }) };
}

function compliance({ check, status, severity, reason }: Finding, result: ChecklistResult): object {
  return {
    ...VERDICT[status],
    status_details: [reason],
    control: check,
    checks: [{ uid: check, name: titleOf(result, check), ...SEVERITY[severity], ...VERDICT[status] }],
  };
}

function resource({ resource: { arn, id, type }, region }: Finding): object {
  return { uid: arn, name: id, type, cloud_partition: partitionOf(arn), ...(region !== 'global' && { region }) };
}

function cloud({ account, region, resource: { arn } }: Finding): object {
  return {
    provider: 'AWS',
    account: { uid: account, ...AWS_ACCOUNT },
    cloud_partition: partitionOf(arn),
    ...(region !== 'global' && { region }),
  };
}

function partitionOf(arn: string): string {
  return /^arn:(aws[a-z-]*):/.exec(arn)?.[1] ?? 'aws';
}
