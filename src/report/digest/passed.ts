import type { Finding } from '../../model/finding.ts';
import type { ChecklistResult } from '../../model/result.ts';
import { groupBy } from './group-by.ts';

export interface PassedService {
  readonly service: string;
  readonly count: number;
  readonly checks: readonly { readonly check: string; readonly count: number }[];
}

/** What passed, counted by service and by check, in the order of their names. */
export function passedServices({ findings }: ChecklistResult): PassedService[] {
  const passed = findings.filter(({ status, suppressed }) => status === 'pass' && suppressed === null);
  return [...groupBy(passed, serviceOf)]
    .map(([service, group]) => ({ service, count: group.length, checks: countChecks(group) }))
    .toSorted((a, b) => (a.service < b.service ? -1 : 1));
}

/** The service is the first word of a check's id, unless what it looks at is not AWS's. */
function serviceOf({ check, resource }: Finding): string {
  return resource.type.startsWith('AWS::') ? (check.split('-')[0] ?? check) : 'other';
}

function countChecks(findings: readonly Finding[]): PassedService['checks'] {
  return [...groupBy(findings, ({ check }) => check)]
    .map(([check, group]) => ({ check, count: group.length }))
    .toSorted((a, b) => (a.check < b.check ? -1 : 1));
}
