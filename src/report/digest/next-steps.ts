import type { ChecklistResult } from '../../model/result.ts';
import { abridged, counted } from '../text/value.ts';
import { runCommand, worldOption } from './command.ts';
import { type CheckGroup, failingGroups } from './failing.ts';
import { groupBy } from './group-by.ts';
import { missingActions, unknownGroups } from './unknowns.ts';

export interface NextStep {
  readonly title: string;
  readonly text: string;
  /** Commands to type, as they stand. */
  readonly commands: readonly string[];
}

const MOST = 5;

/** What to do, worst first, from the findings' own advice; at the end, how to see what could not be seen. */
export function nextSteps(result: ChecklistResult): NextStep[] {
  const groups = byCheck(failingGroups(result).flatMap(({ checks }) => checks));
  // One step more than that says that there is one more is better spent on the one.
  const most = groups.length === MOST + 1 ? MOST + 1 : MOST;
  const steps = groups.slice(0, most).map(fixStep);
  const left = groups.slice(most);
  if (left.length > 0) steps.push(restStep(result, left));
  return [...steps, ...sightSteps(result)];
}

/** A check that fails at more than one severity is one thing to do, as urgent as its worst finding. */
function byCheck(groups: readonly CheckGroup[]): CheckGroup[] {
  return [...groupBy(groups, ({ check }) => check).values()].flatMap(([worst, ...others]) =>
    worst ? [{ ...worst, findings: [worst, ...others].flatMap(({ findings }) => findings) }] : [],
  );
}

function fixStep({ check, severity, findings }: CheckGroup): NextStep {
  const ids = [...new Set(findings.map(({ resource }) => resource.id))];
  const advice = [...new Set(findings.map(({ remediation }) => remediation.text))];
  const runbooks = [...new Set(findings.flatMap(({ remediation }) => remediation.runbook ?? []))];
  return {
    title: `${abridged(ids, 3)} (${severity})`,
    text: advice.slice(0, 2).join(' '),
    commands: [...runbooks.map((runbook) => `opsbook plan ${runbook}`), `opsbook explain ${check}`],
  };
}

function restStep(result: ChecklistResult, left: readonly CheckGroup[]): NextStep {
  const count = left.reduce((sum, { findings }) => sum + findings.length, 0);
  return {
    title: `${counted(count, 'finding')} of ${counted(left.length, 'more check')}`,
    text: `Less urgent: ${abridged([...new Set(left.map(({ check }) => check))], 6)}.`,
    commands: [`${runCommand(result)} --output html --output-file report.html`],
  };
}

function sightSteps(result: ChecklistResult): NextStep[] {
  const groups = unknownGroups(result);
  const actions = missingActions(groups);
  const others = groups.filter(({ missingAction }) => missingAction === undefined);
  const steps: NextStep[] = [];
  if (actions.length > 0) {
    steps.push({
      title: 'See what could not be seen',
      text: `Grant ${abridged(actions, 6)} to the identity that asks; the first command prints the whole policy.`,
      commands: [`opsbook permissions ${result.checklist}`, runCommand(result)],
    });
  }
  if (others.length > 0) {
    steps.push({
      title: actions.length > 0 ? 'Settle the rest that is unknown' : 'Settle what is unknown',
      text: others
        .slice(0, 3)
        .map(({ reason }) => reason)
        .join(' '),
      commands: [`opsbook doctor${worldOption(result)}`],
    });
  }
  return steps;
}
