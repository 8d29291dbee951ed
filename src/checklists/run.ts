import type { Account, Aws, Execution, Observer } from '../aws/execution.ts';
import { AwsFault } from '../aws/fault.ts';
import type { OperationName } from '../aws/service.ts';
import { type Check, type CheckContext, faultEvidence, unknownFrom } from '../checks/define.ts';
import type { Environment } from '../model/environment.ts';
import { type Finding, findingId, type Resource, unknown, type Verdict } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import type { Outside } from '../model/outside.ts';
import type { ChecklistResult, TargetReport } from '../model/result.ts';
import type { Section } from '../model/section.ts';
import { type Severity, severityRank } from '../model/severity.ts';
import type { Checklist, SectionDefinition } from './define.ts';

/** One account and region to look at; or why it cannot be looked at, which is a fact of its own. */
export interface Target {
  readonly report: TargetReport;
  readonly account: Account | AwsFault;
  /** Whether the checks that are asked once for an account are asked here. */
  readonly first: boolean;
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

/** Runs every check of a checklist on every target. Nothing that one target, check or resource does stops another. */
export async function runChecklist(checklist: Checklist, options: RunOptions): Promise<ChecklistResult> {
  const startedAt = options.clock();
  const reports: TargetReport[] = [];
  const outcomes: Promise<TargetOutcome>[] = [];
  const underWay = new Set<Promise<unknown>>();
  for await (const target of options.targets) {
    if (underWay.size >= options.parallel) await Promise.race(underWay);
    const outcome = runTarget(checklist, target, options);
    const over = outcome.finally(() => underWay.delete(over));
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
    targets: reports,
    summary: summarize(findings),
    findings,
    sections: mergeSections(checklist.sections, done, reports),
    aws: options.execution.record(),
  };
}

async function runTarget(checklist: Checklist, target: Target, options: RunOptions): Promise<TargetOutcome> {
  const inScope = ({ scope }: { scope: 'account' | 'region' }): boolean => scope === 'region' || target.first;
  const checks = checklist.checks.filter((check) => inScope(check) && options.overrides[check.id]?.enabled !== false);
  options.progress({ kind: 'target', target: target.report, checks: checks.length });
  const { account } = target;
  if (account instanceof AwsFault) {
    const findings = checks.map((check) => toFinding(check, lostTarget(target.report, account), target, options));
    return { findings, sections: [] };
  }
  const visit: Visit = { checklist, account, target, options };
  const judged = await Promise.all(
    checks.map(async (check) => {
      const findings = await runCheck(check, visit);
      options.progress({ kind: 'judged', check: check.id, target: target.report });
      return findings;
    }),
  );
  const findings = judged.flat();
  const composed = await Promise.all(
    checklist.sections
      .filter(inScope)
      .map((section) => composeSection(section, findings, visit)),
  );
  options.execution.close(account, target.report.region);
  return {
    findings: [...findings, ...composed.flatMap((part) => part.findings)],
    sections: composed.map((part) => part.section),
  };
}

async function runCheck(check: Check, visit: Visit): Promise<Finding[]> {
  const { target, options } = visit;
  const cut: Verdict[] = [];
  const aws = openFor(check, visit, (verdict) => cut.push(verdict));
  const verdicts: Verdict[] = [];
  try {
    const settings = check.settings.parse(options.overrides[check.id]?.settings ?? {});
    const context: CheckContext<typeof settings> = { ...contextOf(options), aws, settings };
    for await (const verdict of check.evaluate(context)) verdicts.push(verdict);
  } catch (error) {
    verdicts.push(notJudged(error, aws));
  }
  return [...verdicts, ...cut].map((verdict) => toFinding(check, verdict, target, options));
}

async function composeSection(
  definition: SectionDefinition,
  findings: readonly Finding[],
  visit: Visit,
): Promise<{ section: Section; findings: Finding[] }> {
  const { target, options } = visit;
  const { id, title, columns, calls } = definition;
  const owner = `${visit.checklist.id}#${id}`;
  const cut: Verdict[] = [];
  const aws = openFor({ id: owner, calls }, visit, (verdict) => cut.push(verdict));
  const asCheck = { id: owner, severity: 'informational', remediation: 'Grant the missing read and run again.' } as const;
  try {
    const content = await definition.compose({ ...contextOf(options), aws, findings });
    const section = { id, title, columns, note: null, ...content };
    return { section, findings: cut.map((verdict) => toFinding(asCheck, verdict, target, options)) };
  } catch (error) {
    const verdict = notJudged(error, aws);
    const note = `Could not be read: ${verdict.reason}`;
    // A part of a report that is missing makes the report incomplete, as a check that could not judge does. Where a
    // check of this checklist met the same fault, it has said so already.
    const told = findings.some((finding) => finding.status === 'unknown' && finding.reason === verdict.reason);
    const missing = told ? [] : [toFinding(asCheck, verdict, target, options)];
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

function contextOf({ now, environments, outside }: RunOptions): Omit<CheckContext<never>, 'aws' | 'settings'> {
  return { now, environments, outside };
}

/** A whole check that could not judge: a fault of AWS, or one of ours, which must not stop the rest either. */
function notJudged(error: unknown, aws: Aws): Verdict {
  if (error instanceof AwsFault) return unknownFrom(serviceResource(aws, serviceOf(error)), error);
  const message = error instanceof Error ? error.message : String(error);
  return unknown(serviceResource(aws, 'opsbook'), `The check itself failed, which is a bug in Opsbook: ${message}`);
}

function lostTarget({ account, region }: TargetReport, fault: AwsFault): Verdict {
  const service = serviceOf(fault);
  const resource = { type: 'AWS::Service', id: service, arn: `arn:aws:${service}:${region}:${account}:*` };
  return unknown(resource, fault.message, faultEvidence(fault));
}

function serviceOf(fault: AwsFault): string {
  return fault.facts.operation.split(':')[0] ?? 'aws';
}

function serviceResource(aws: Aws, service: string): Resource {
  return { type: 'AWS::Service', id: service, arn: `arn:${aws.partition}:${service}:${aws.region}:${aws.account}:*` };
}

function toFinding(
  check: Pick<Check, 'id' | 'severity' | 'remediation' | 'runbook'> & { scope?: Check['scope'] },
  verdict: Verdict,
  target: Target,
  options: RunOptions,
): Finding {
  const { account } = target.report;
  const region = verdict.resource.region ?? (check.scope === 'account' ? 'global' : target.report.region);
  const { type, id, arn } = verdict.resource;
  return {
    id: findingId(check.id, account, region, verdict.resource),
    check: check.id,
    status: verdict.status,
    severity: verdict.severity ?? options.overrides[check.id]?.severity ?? check.severity,
    account,
    region,
    resource: { type, id, arn },
    reason: verdict.reason,
    evidence: verdict.evidence,
    suppressed: null,
    remediation: { text: verdict.remediation ?? check.remediation, runbook: check.runbook ?? null },
  };
}

const STATUS_ORDER = { fail: 0, unknown: 1, pass: 2 } as const;

function worstFirst(a: Finding, b: Finding): number {
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

/** One section for all targets: with more than one target, each row says where it is from. */
function mergeSections(
  definitions: readonly SectionDefinition[],
  outcomes: readonly TargetOutcome[],
  reports: readonly TargetReport[],
): Section[] {
  const many = reports.length > 1;
  return definitions.flatMap(({ id }) => {
    const parts = outcomes.flatMap(({ sections }, index) => {
      const report = reports[index];
      const section = sections.find((candidate) => candidate.id === id);
      return section && report ? [{ section, report }] : [];
    });
    const first = parts[0];
    if (!first) return [];
    if (!many) return [first.section];
    const where = [
      { key: 'account', label: 'Account' },
      { key: 'region', label: 'Region' },
    ];
    const named = (report: TargetReport): string => `${report.account}/${report.region}`;
    const notes = parts.flatMap(({ section, report }) => (section.note ? [`${named(report)}: ${section.note}`] : []));
    return [
      {
        ...first.section,
        columns: [...where, ...first.section.columns],
        rows: parts.flatMap(({ section, report: { account, region } }) =>
          section.rows.map((row) => ({ account, region, ...row })),
        ),
        note: notes.length > 0 ? notes.join(' ') : null,
        text: parts.flatMap(({ section, report }) => (section.text ?? []).map((line) => `${named(report)}: ${line}`)),
        plots: parts.flatMap(({ section, report }) =>
          (section.plots ?? []).map((plot) => ({ ...plot, title: `${plot.title} (${named(report)})` })),
        ),
      },
    ];
  });
}
