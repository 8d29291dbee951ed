import type { Finding } from '../../model/finding.ts';
import type { ChecklistResult } from '../../model/result.ts';
import { groupBy } from './group-by.ts';
import { isUnknown } from './failing.ts';

/** Everything that could not be determined for one and the same reason. */
export interface UnknownGroup {
  readonly reason: string;
  /** The IAM action that would let it be determined, where that is what is missing. */
  readonly missingAction: string | undefined;
  readonly checks: readonly string[];
  readonly places: readonly string[];
  /** Single resources that could not be judged; empty where whole checks could not. */
  readonly resources: readonly string[];
  readonly findings: readonly Finding[];
}

/** By reason, the one that blinds most first. The same denial in twelve regions is one reason. */
export function unknownGroups(result: ChecklistResult): UnknownGroup[] {
  const groups = [...groupBy(result.findings.filter(isUnknown), causeOf).values()];
  return groups.map(toGroup).toSorted((a, b) => b.findings.length - a.findings.length);
}

/** The IAM actions that are missing, in all. */
export function missingActions(groups: readonly UnknownGroup[]): string[] {
  return [...new Set(groups.flatMap(({ missingAction }) => missingAction ?? []))].toSorted();
}

/** Whether the finding is about a whole check rather than one resource. */
export function isWholeCheck(finding: Finding): boolean {
  return finding.resource.type === 'AWS::Service';
}

export function placeOf({ account, region }: Pick<Finding, 'account' | 'region'>): string {
  return `${account}/${region}`;
}

function causeOf(finding: Finding): string {
  const { awsCode, operation, missingAction, deniedBy } = finding.evidence;
  if (typeof awsCode !== 'string') return finding.reason;
  // A refusal of one resource may say why in words that fit no other, so only a denial is told by its code.
  return typeof missingAction === 'string'
    ? JSON.stringify([awsCode, operation, missingAction, deniedBy])
    : finding.reason;
}

function toGroup(findings: Finding[]): UnknownGroup {
  const [first] = findings;
  const missingAction = first?.evidence['missingAction'];
  return {
    reason: first?.reason ?? '',
    missingAction: typeof missingAction === 'string' ? missingAction : undefined,
    checks: [...new Set(findings.map(({ check }) => check))],
    places: [...new Set(findings.map(placeOf))],
    resources: findings.filter((finding) => !isWholeCheck(finding)).map(({ resource }) => resource.id),
    findings,
  };
}
