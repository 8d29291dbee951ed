import type { Finding } from '../../model/finding.ts';
import type { ChecklistResult, TargetReport } from '../../model/result.ts';
import { groupBy } from './group-by.ts';
import type { Severity } from '../../model/severity.ts';
import { abridged, counted } from '../text/value.ts';
import { isFailing, isUnknown, WORST_FIRST } from './failing.ts';

/** How one account and region is doing. */
export interface PlaceCount {
  readonly place: string;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly unknown: number;
}

/** What was looked at, in one phrase: named while it is little, counted when it is much. */
export function whereText({ targets }: ChecklistResult): string {
  const accounts = [...new Set(targets.map(({ account }) => account))];
  const regions = [...new Set(targets.map(({ region }) => region))];
  if (targets.length === 0) return 'no account';
  if (accounts.length === 1) return `${accountText(targets, accounts[0] ?? '')} in ${abridged(regions, 4)}`;
  return `${counted(accounts.length, 'account')}, ${counted(regions.length, 'region')} (${counted(targets.length, 'target')})`;
}

/** Who asked: the identities in force, without repeating one. */
export function identities({ targets }: ChecklistResult): string[] {
  return [...new Set(targets.flatMap(({ identity }) => identity ?? []))];
}

/** Where it is worst, worst first; only places where something is wrong or unknown. */
export function worstPlaces(result: ChecklistResult): PlaceCount[] {
  const troubled = result.findings.filter((finding) => isFailing(finding) || isUnknown(finding));
  const places = [...groupBy(troubled, ({ account, region }) => `${account}/${region}`)].map(([place, findings]) =>
    countPlace(place, findings),
  );
  return places.toSorted(worse);
}

function accountText(targets: readonly TargetReport[], account: string): string {
  const name = targets.find((target) => target.account === account)?.name;
  // An account that did not answer has told nobody its number.
  const number = account === 'unknown' ? 'an account that did not answer' : account;
  return name === undefined || name === account ? number : `${number} (${name})`;
}

function countPlace(place: string, findings: readonly Finding[]): PlaceCount {
  const counts = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 };
  let unknown = 0;
  for (const finding of findings) {
    if (isUnknown(finding)) unknown += 1;
    else counts[finding.severity] += 1;
  }
  return { place, counts, unknown };
}

function worse(a: PlaceCount, b: PlaceCount): number {
  for (const severity of WORST_FIRST) {
    const difference = b.counts[severity] - a.counts[severity];
    if (difference !== 0) return difference;
  }
  return b.unknown - a.unknown || (a.place < b.place ? -1 : 1);
}
