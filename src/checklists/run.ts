import type { Account, Aws, Execution, Observer } from '../aws/execution.ts';
import { AwsFault } from '../aws/fault.ts';
import type { OperationName } from '../aws/service.ts';
import type { Check, CheckContext } from '../checks/define.ts';
import type { Environment } from '../model/environment.ts';
import { type Finding, unknown, type Verdict } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import type { Outside } from '../model/outside.ts';
import type { ChecklistResult, TargetReport } from '../model/result.ts';
import type { Section } from '../model/section.ts';
import type { Severity } from '../model/severity.ts';
import { UsageError } from '../model/errors.ts';
import type { Checklist, Focus, SectionDefinition } from './define.ts';
import {
  type FindingSource,
  lostTarget,
  notJudged,
  serviceResource,
  summarize,
  toFinding,
  worstFirst,
} from './findings.ts';
import { mergeSections } from './merge.ts';

/** One account and region to look at; or why it cannot be looked at, which is a fact of its own. */
export interface Target {
  readonly report: TargetReport;
  readonly account: Account | AwsFault;
  /** Whether the checks that are asked once for an account are asked here. */
  readonly first: boolean;
  /** The other regions of this account that are looked at: where to ask for what the account has, if here is down. */
  readonly elsewhere?: readonly string[];
}

/** What the configuration says of one check. */
export interface CheckOverride {
  readonly enabled: boolean;
  readonly severity?: Severity;
  readonly settings: JsonObject;
}

export interface RunOptions {
  readonly targets: AsyncIterable<Target> | Iterable<Target>;
  readonly execution: Execution;
  readonly id: string;
  /** The instant everything is judged at; where it differs from the clock, the operator asked for it. */
  readonly now: Date;
  /** The clock, for the times the result carries. */
  readonly clock: () => Date;
  readonly environments: readonly Environment[];
  readonly outside: Outside;
  readonly overrides: Readonly<Record<string, CheckOverride>>;
  readonly parameters: Readonly<Record<string, string>>;
  /** Runbooks that there are: a finding names none that cannot be run. */
  readonly runbooks: ReadonlySet<string>;
  /** Targets looked at side by side. */
  readonly parallel: number;
  readonly progress: (event: Progress) => void;
  /** Which operations each check really called, for the test that compares them with what it declares. */
  readonly onRead?: (owner: string, operation: OperationName) => void;
}

export type Progress =
  | { readonly kind: 'target'; readonly target: TargetReport; readonly checks: number }
  | { readonly kind: 'judged'; readonly check: string; readonly target: TargetReport };

/** What every part of one target's run needs. */
interface Visit {
  readonly checklist: Checklist;
  readonly focus: Focus;
  readonly account: Account;
  readonly target: Target;
  readonly options: RunOptions;
}

/** Who reads, and what it may. */
interface Reader {
  readonly id: string;
  readonly calls: readonly OperationName[];
}

interface TargetOutcome {
  readonly findings: readonly Finding[];
  readonly sections: readonly Section[];
}

/**
 * Runs every check of a checklist on every target. Nothing that one target, check or resource does stops another.
 * @throws UsageError for parameters that the checklist does not take, before anything is asked
 */
export async function runChecklist(checklist: Checklist, options: RunOptions): Promise<ChecklistResult> {
  const startedAt = options.clock();
  const focus = focusOf(checklist, options);
  const reports: TargetReport[] = [];
  const outcomes: Promise<TargetOutcome>[] = [];
  const underWay = new Set<Promise<unknown>>();
  for await (const target of options.targets) {
    if (underWay.size >= options.parallel) await Promise.race(underWay);
    const outcome = runTarget({ checklist, focus, target, options });
    // What goes wrong in it is thrown below, where all are awaited, and not by the event loop as well.
    const over: Promise<unknown> = outcome.catch(() => undefined).then(() => underWay.delete(over));
    underWay.add(over);
    outcomes.push(outcome);
    reports.push(target.report);
  }
  const done = await Promise.all(outcomes);
  const findings = done.flatMap((outcome) => outcome.findings).toSorted(worstFirst);
  return {
    schema: 'opsbook/checklist-result@1',
    checklist: checklist.id,
    title: checklist.title,
    execution: options.id,
    startedAt: startedAt.toISOString(),
    finishedAt: options.clock().toISOString(),
    asOf: options.now.toISOString(),
    parameters: options.parameters,
    targets: reports,
    checks: checklist.checks
      .filter((check) => isOn(check.id, options))
      .map(({ id, title, why, scope }) => ({ id, title, why, scope })),
    summary: summarize(findings),
    findings,
    sections: mergeSections(checklist.sections, done, reports),
    aws: options.execution.end(),
  };
}

function focusOf(checklist: Checklist, options: RunOptions): Focus {
  const { id, parameters = [] } = checklist;
  for (const name of Object.keys(options.parameters)) {
    if (parameters.some((parameter) => parameter.name === name)) continue;
    const taken = parameters.map((parameter) => parameter.name).join(', ') || 'none';
    throw new UsageError(`${id} takes no parameter ${name} (it takes: ${taken})`);
  }
  return checklist.focus?.(options) ?? EVERYTHING;
}

const EVERYTHING: Focus = { settings: {}, narrow: (findings) => ({ findings, missing: [] }) };

async function runTarget(journey: Omit<Visit, 'account'>): Promise<TargetOutcome> {
  const { checklist, target, options } = journey;
  const inScope = ({ scope }: { scope: 'account' | 'region' }): boolean => scope === 'region' || target.first;
  const checks = checklist.checks.filter((check) => inScope(check) && isOn(check.id, options));
  options.progress({ kind: 'target', target: target.report, checks: checks.length });
  const { account } = target;
  if (account instanceof AwsFault) {
    const findings = checks.map((check) => finding(check, lostTarget(target.report, account), journey));
    return { findings, sections: [] };
  }
  const visit: Visit = { ...journey, account };
  const judged = await Promise.all(
    checks.map(async (check) => {
      const findings = await runCheck(check, visit);
      options.progress({ kind: 'judged', check: check.id, target: target.report });
      return findings;
    }),
  );
  const findings = inFocus(judged.flat(), journey);
  const composed = await Promise.all(
    checklist.sections.filter(inScope).map((section) => composeSection(section, findings, visit)),
  );
  options.execution.close(account, target.report.region);
  return {
    findings: [...findings, ...composed.flatMap((part) => part.findings)],
    sections: composed.map((part) => part.section),
  };
}

/** Whether the configuration leaves a check on. */
function isOn(id: string, { overrides }: RunOptions): boolean {
  return overrides[id]?.enabled !== false;
}

function inFocus(all: readonly Finding[], journey: Omit<Visit, 'account'>): Finding[] {
  const { checklist, focus, target, options } = journey;
  const { findings, missing } = focus.narrow(all, target.report);
  const added = missing.flatMap(({ check: id, verdict }) => {
    const check = checklist.checks.find((candidate) => candidate.id === id);
    // A check that was not run has found nothing, which says nothing.
    return check && isOn(id, options) ? [finding(check, verdict, journey)] : [];
  });
  return [...findings, ...added];
}

async function runCheck(check: Check, visit: Visit): Promise<Finding[]> {
  const cut: Verdict[] = [];
  const aws = openFor(check, visit, (verdict) => cut.push(verdict));
  const [verdicts, error] = await evaluate(check, visit, aws);
  // What an account has can be asked in any of its regions: one that is down does not hide it.
  const elsewhere = check.scope === 'account' && isDown(error, aws) ? (visit.target.elsewhere ?? []) : [];
  for (const region of elsewhere) {
    const [there, again] = await evaluate(check, visit, aws.inRegion(region));
    if (again === undefined) return [...there, ...cut].map((verdict) => finding(check, verdict, visit));
  }
  const lost = error === undefined ? [] : [notJudged(error, aws)];
  return [...verdicts, ...lost, ...cut].map((verdict) => finding(check, verdict, visit));
}

/** The verdicts, and what ended them before their time. */
async function evaluate(check: Check, visit: Visit, aws: Aws): Promise<[verdicts: Verdict[], error?: unknown]> {
  const verdicts: Verdict[] = [];
  try {
    const settings = check.settings.parse({
      ...visit.focus.settings[check.id],
      ...visit.options.overrides[check.id]?.settings,
    });
    const context: CheckContext<typeof settings> = { ...contextOf(visit.options), aws, settings };
    for await (const verdict of check.evaluate(context)) verdicts.push(verdict);
    return [verdicts];
  } catch (error) {
    return [verdicts, error];
  }
}

function isDown(error: unknown, { region }: Aws): boolean {
  return error instanceof AwsFault && error.facts.kind === 'unreachable' && error.facts.region === region;
}

async function composeSection(
  definition: SectionDefinition,
  findings: readonly Finding[],
  visit: Visit,
): Promise<{ section: Section; findings: Finding[] }> {
  const { options } = visit;
  const { id, title, columns, calls } = definition;
  const owner = `${visit.checklist.id}#${id}`;
  const cut: Verdict[] = [];
  const aws = openFor({ id: owner, calls }, visit, (verdict) => cut.push(verdict));
  const asCheck = {
    id: owner,
    severity: 'informational',
    remediation: 'Grant the missing read and run again.',
  } as const;
  try {
    const context = { ...contextOf(options), aws, findings, parameters: options.parameters };
    const { unread, ...content } = await definition.compose(context);
    if (unread) cut.push(notJudged(unread, aws));
    const section = { id, title, columns, note: null, ...content };
    return { section, findings: cut.map((verdict) => finding(asCheck, verdict, visit)) };
  } catch (error) {
    const verdict = notJudged(error, aws);
    const note = `Could not be read: ${verdict.reason}`;
    // A part of a report that is missing makes the report incomplete, as a check that could not judge does. Where a
    // check of this checklist met the same fault, it has said so already.
    const told = findings.some((known) => known.status === 'unknown' && known.reason === verdict.reason);
    const missing = told ? [] : [finding(asCheck, verdict, visit)];
    return { section: { id, title, columns, rows: [], note }, findings: missing };
  }
}

function openFor({ id, calls }: Reader, visit: Visit, cut: (verdict: Verdict) => void): Aws {
  const { checklist, account, target, options } = visit;
  const observer: Observer = {
    onRead(operation) {
      if (!calls.includes(operation)) throw new Error(`${id} calls ${operation} but does not declare it`);
      options.onRead?.(id, operation);
    },
    onTruncation({ operation, read }) {
      const reason = `Only the first ${read} items of ${operation} were read; what comes after them was not looked at.`;
      cut(unknown(serviceResource(aws, operation.split(':')[0] ?? operation), reason, { operation, read }));
    },
  };
  const aws: Aws = options.execution.open(account, target.report.region, observer);
  return checklist.deadlineMs === undefined ? aws : aws.within(checklist.deadlineMs);
}

function finding(check: FindingSource, verdict: Verdict, { target, options }: Omit<Visit, 'account'>): Finding {
  const { runbook, ...source } = check;
  const known = runbook !== undefined && options.runbooks.has(runbook) ? { ...source, runbook } : source;
  return toFinding(known, verdict, target.report, options.overrides[check.id]?.severity);
}

function contextOf({ now, environments, outside }: RunOptions): Omit<CheckContext<never>, 'aws' | 'settings'> {
  return { now, environments, outside };
}
