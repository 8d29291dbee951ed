import type { Finding } from '../model/finding.ts';
import type { ChecklistResult } from '../model/result.ts';
import { severityRank } from '../model/severity.ts';
import { groupBy } from './digest/group-by.ts';
import { isWholeCheck } from './digest/unknowns.ts';

/** What was said of a resource; a suppressed failure is not the same as a failure. */
export type State = 'pass' | 'fail' | 'unknown' | 'suppressed';

export interface FindingChange {
  /** The finding as it is now, or as it was where there is none now. */
  readonly finding: Finding;
  /** Null where there was, or is, no such finding. */
  readonly before: State | null;
  readonly after: State | null;
  /** Why nothing can be said, of what is not determined; or why what is new may have been there before. */
  readonly why?: string;
}

/** What happened to the findings between two results. */
export interface FindingsDiff {
  readonly schema: 'opsbook/findings-diff@1';
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly summary: Readonly<Record<Kind, number>>;
  /** Failing now, and not there before. */
  readonly new: readonly FindingChange[];
  /** There before and now, but another verdict: broken, fixed, suppressed, determined at last. */
  readonly changed: readonly FindingChange[];
  /** Failed before; looked at again, and the resource is not there any more. */
  readonly gone: readonly FindingChange[];
  /** Failed before and cannot be told now: neither gone nor fixed. */
  readonly notDetermined: readonly FindingChange[];
  /** Fails as it did. */
  readonly unchanged: readonly FindingChange[];
}

interface DiffSide {
  readonly checklist: string;
  readonly execution: string;
  readonly finishedAt: string;
}

const KINDS = ['new', 'changed', 'gone', 'notDetermined', 'unchanged'] as const;
type Kind = (typeof KINDS)[number];

/** Compares by the findings' stable ids. What the later result did not look at, it says nothing about. */
export function diffFindings(before: ChecklistResult, after: ChecklistResult): FindingsDiff {
  const earlier = new Map(before.findings.map((finding) => [finding.id, finding]));
  const later = new Map(after.findings.map((finding) => [finding.id, finding]));
  const [sight, earlierSight] = [lookedAt(before, after), lookedAt(after, before)];
  const kinds: Record<Kind, FindingChange[]> = { new: [], changed: [], gone: [], notDetermined: [], unchanged: [] };
  for (const finding of after.findings) {
    const change = { finding, before: stateOf(earlier.get(finding.id)), after: stateOf(finding) };
    const kind = kindOfPresent(change);
    const blind = kind === 'new' ? earlierSight.blindness(finding) : undefined;
    const why = kind === 'notDetermined' ? finding.reason : blind && `The earlier run could not tell: ${blind}`;
    if (kind) kinds[kind].push(why === undefined ? change : { ...change, why });
  }
  for (const finding of before.findings) {
    if (later.has(finding.id) || (stateOf(finding) !== 'fail' && stateOf(finding) !== 'suppressed')) continue;
    const why = sight.blindness(finding);
    const change = { finding, before: stateOf(finding), after: null };
    if (why === undefined) kinds.gone.push(change);
    else kinds.notDetermined.push({ ...change, why });
  }
  for (const kind of KINDS) kinds[kind].sort(worstFirst);
  const summary = { new: 0, changed: 0, gone: 0, notDetermined: 0, unchanged: 0 };
  for (const kind of KINDS) summary[kind] = kinds[kind].length;
  return { schema: 'opsbook/findings-diff@1', before: sideOf(before), after: sideOf(after), summary, ...kinds };
}

function kindOfPresent({ before, after }: FindingChange): Kind | undefined {
  if (after === 'unknown') return before === null || before === 'unknown' ? undefined : 'notDetermined';
  if (before === after) return after === 'fail' ? 'unchanged' : undefined;
  if (before === null) return after === 'fail' ? 'new' : undefined;
  return 'changed';
}

/** What a result did look at: the only ground on which something that is not in it can be called absent. */
function lookedAt(
  other: ChecklistResult,
  result: ChecklistResult,
): { blindness(finding: Finding): string | undefined } {
  const narrowed = parametersText(result) === parametersText(other) ? '' : parametersText(result);
  const checks = new Map(result.checks?.map((check) => [check.id, check]));
  const places = new Set(result.targets.map(({ account, region }) => `${account}/${region}`));
  const accounts = new Set(result.targets.map(({ account }) => account));
  const findings = groupBy(result.findings, ({ check }) => check);
  return {
    blindness({ check, account, region }) {
      if (narrowed !== '') return `The run was narrowed to ${narrowed}.`;
      if (!accounts.has(account)) return `Account ${account} was not looked at.`;
      const ofCheck = (findings.get(check) ?? []).filter((finding) => finding.account === account);
      const ran = checks.get(check);
      if (result.checks !== undefined && !ran) return `${check} was not run.`;
      // A check that is asked once for an account speaks for all its regions; of others it must be the same region.
      const wide = ran ? ran.scope === 'account' : region === 'global';
      if (!wide && !places.has(`${account}/${region}`)) return `${account}/${region} was not looked at.`;
      const here = wide ? ofCheck : ofCheck.filter((finding) => finding.region === region);
      const blind = here.find((finding) => finding.status === 'unknown' && isWholeCheck(finding));
      if (blind) return blind.reason;
      // A result that does not name its checks shows that one was run only by what the check said.
      return ran || here.length > 0 ? undefined : `Nothing shows that ${check} was run.`;
    },
  };
}

function parametersText({ parameters = {} }: ChecklistResult): string {
  return Object.entries(parameters)
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join(', ');
}

function stateOf(finding: Finding | undefined): State | null {
  if (!finding) return null;
  return finding.suppressed ? 'suppressed' : finding.status;
}

function sideOf({ checklist, execution, finishedAt }: ChecklistResult): DiffSide {
  return { checklist, execution, finishedAt };
}

function worstFirst(a: FindingChange, b: FindingChange): number {
  return (
    severityRank(b.finding.severity) - severityRank(a.finding.severity) ||
    a.finding.check.localeCompare(b.finding.check, 'en') ||
    a.finding.resource.id.localeCompare(b.finding.resource.id, 'en')
  );
}
