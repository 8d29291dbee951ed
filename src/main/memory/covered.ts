import type { ChecklistResult } from '../../model/result.ts';
import { isWholeCheck } from '../../report/digest/unknowns.ts';

/** Where a check was heard out; without a region, in the whole account. */
export interface Covered {
  readonly check: string;
  readonly account: string;
  readonly region: string | null;
}

/**
 * Where what a result does not speak of is gone. A run that was narrowed says nothing of the rest; a check that could not
 * read, or read only the first part of a list, says nothing of what it did not name.
 */
export function coveredBy(result: ChecklistResult): Covered[] {
  if (Object.keys(result.parameters ?? {}).length > 0) return [];
  const blind = new Set(
    result.findings
      .filter((finding) => finding.status === 'unknown' && isWholeCheck(finding))
      .flatMap(({ check, account, region }) => [keyOf(check, account), keyOf(check, account, region)]),
  );
  const accounts = [...new Set(result.targets.map(({ account }) => account))];
  const checks = (result.checks ?? []).flatMap(({ id: check, scope }): Covered[] =>
    scope === 'account'
      ? accounts.map((account) => ({ check, account, region: null }))
      : result.targets.map(({ account, region }) => ({ check, account, region })),
  );
  // A section only speaks up where it could not be read.
  const sections = result.sections.flatMap(({ id }): Covered[] =>
    result.targets.map(({ account, region }) => ({ check: `${result.checklist}#${id}`, account, region })),
  );
  return [...checks, ...sections].filter(
    ({ check, account, region }) => !blind.has(region === null ? keyOf(check, account) : keyOf(check, account, region)),
  );
}

function keyOf(check: string, account: string, region = '*'): string {
  return `${check} ${account} ${region}`;
}
