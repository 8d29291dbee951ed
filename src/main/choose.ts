import { AwsFault } from '../aws/fault.ts';
import type { Target } from '../checklists/run.ts';
import { UsageError } from '../model/errors.ts';
import { suggestion } from './config/load.ts';

/**
 * The targets that `--target` names, all where it names none; each place once.
 * @throws UsageError for a name that nothing has, and where nothing is left to look at
 */
export function chooseTargets(targets: readonly Target[], names: readonly string[]): Target[] {
  for (const name of names) {
    if (!targets.some((target) => isChosen(target, [name]))) {
      throw new UsageError(`unknown target: ${name}${suggestion(name, namesOf(targets))}`);
    }
  }
  const chosen = names.length > 0 ? targets.filter((target) => isChosen(target, names)) : targets;
  if (chosen.length === 0) throw new UsageError('no target is left: every account or region is excluded');
  return withFirsts(withoutRepeats(chosen));
}

function isChosen({ report }: Target, names: readonly string[]): boolean {
  return names.some(
    (name) => name === report.name || name === `${report.account}/${report.region}` || name === report.account,
  );
}

function namesOf(targets: readonly Target[]): string[] {
  return targets.flatMap(({ report }) => [report.name ?? report.account, `${report.account}/${report.region}`]);
}

/** An account may be a target of its own and a member of the organization: what is there is judged once. */
function withoutRepeats(targets: readonly Target[]): Target[] {
  const seen = new Set<string>();
  return targets.filter(({ report, account }) => {
    if (account instanceof AwsFault) return true;
    const place = `${report.account}/${report.region}`;
    const fresh = !seen.has(place);
    seen.add(place);
    return fresh;
  });
}

/** What is asked once for an account is asked in the first region that is looked at. */
function withFirsts(targets: readonly Target[]): Target[] {
  const seen = new Set<string>();
  return targets.map((target) => {
    const { name, account } = target.report;
    const key = target.account instanceof AwsFault ? `lost ${name ?? account}` : account;
    const first = !seen.has(key);
    seen.add(key);
    const elsewhere = targets.filter((other) => isBeside(other, target)).map(({ report: { region } }) => region);
    return { ...target, first, elsewhere };
  });
}

function isBeside(other: Target, target: Target): boolean {
  const lost = other.account instanceof AwsFault || target.account instanceof AwsFault;
  return !lost && other.report.account === target.report.account && other.report.region !== target.report.region;
}
