import type { CheckContext, Check } from '../checks/define.ts';
import type { AwsFault } from '../aws/fault.ts';
import type { OperationName } from '../aws/service.ts';
import type { Environment } from '../model/environment.ts';
import type { Finding, Verdict } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import type { TargetReport } from '../model/result.ts';
import type { Section } from '../model/section.ts';

export interface SectionContext extends Omit<CheckContext<unknown>, 'settings'> {
  /** The findings of this checklist for the same account and region; they are all there. */
  readonly findings: readonly Finding[];
  /** `--set key=value`. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type SectionContent = Omit<Section, 'id' | 'title' | 'columns' | 'note'> & {
  readonly note?: string;
  /** Why a part of it could not be told, which makes the result incomplete though the rest is there. */
  readonly unread?: AwsFault | null;
};

/** A part of a report that tells rather than judges. Reads what the checks have read costs nothing again. */
export interface SectionDefinition {
  readonly id: string;
  readonly title: string;
  readonly scope: 'account' | 'region';
  readonly calls: readonly OperationName[];
  readonly columns: Section['columns'];
  compose(context: SectionContext): Promise<SectionContent>;
}

export interface Cadence {
  /** In the business time zone; five fields, `1#1` the first Monday. */
  readonly cron: string;
  /** As one says it: "every day at 08:00". */
  readonly words: string;
}

/** What `--set` may say to a checklist. */
export interface Parameter {
  readonly name: string;
  readonly what: string;
}

/** A checklist narrowed to what its parameters name. */
export interface Focus {
  /** Thresholds that hold here rather than the checks' own defaults. */
  readonly settings: Readonly<Record<string, JsonObject>>;
  narrow(findings: readonly Finding[], target: TargetReport): Narrowed;
}

export interface Narrowed {
  readonly findings: readonly Finding[];
  /** What the parameters name and AWS does not have: failing verdicts, each of a check of this checklist. */
  readonly missing: readonly { readonly check: string; readonly verdict: Verdict }[];
}

export interface FocusContext {
  readonly parameters: Readonly<Record<string, string>>;
  readonly environments: readonly Environment[];
}

export interface Checklist {
  readonly id: string;
  readonly title: string;
  /** What it is for and when to run it: the prose of the runbook page. */
  readonly purpose: string;
  /** Absent for what is run when it is needed. */
  readonly cadence?: Cadence;
  readonly checks: readonly Check[];
  readonly sections: readonly SectionDefinition[];
  /** Each read is given up after this long, so that a slow service does not hold up the rest. */
  readonly deadlineMs?: number;
  readonly parameters?: readonly Parameter[];
  /** @throws UsageError for parameters that name nothing */
  focus?(context: FocusContext): Focus;
}

export function defineSection(definition: SectionDefinition): SectionDefinition {
  return definition;
}

export function defineChecklist(definition: Checklist): Checklist {
  return definition;
}
