import { z } from 'zod';
import { iamActions } from '../aws/iam-actions.ts';
import type { OperationName } from '../aws/service.ts';
import type { Check } from '../checks/define.ts';
import type { Cadence, Checklist, Parameter, SectionDefinition } from '../checklists/define.ts';
import { UsageError } from '../model/errors.ts';
import type { JsonObject } from '../model/json.ts';
import type { Severity } from '../model/severity.ts';
import type { Runbook } from '../runbooks/define.ts';
import { CHECKLISTS, CHECKS, RUNBOOKS } from './catalog.ts';
import { suggestion } from './config/load.ts';
import { type Threshold, thresholdsOf } from './thresholds.ts';

/** A definition as prose and plain data: what `catalog`, `explain`, `permissions` and RUNBOOK.md are made of. */
export type Description = ChecklistDescription | CheckDescription | SectionDescription | RunbookDescription;

export interface RunbookDescription {
  readonly kind: 'runbook';
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly parameters: readonly RunbookParameter[];
  readonly operations: readonly OperationName[];
  readonly permissions: readonly string[];
}

export interface RunbookParameter {
  readonly name: string;
  readonly what: string;
  readonly required: boolean;
  /** Where it can be nothing else; empty where it is free. */
  readonly choices: readonly string[];
  /** As it is written with `--set`; null where there is none. */
  readonly value: string | null;
}

export interface ChecklistDescription {
  readonly kind: 'checklist';
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly cadence: Cadence | null;
  readonly parameters: readonly Parameter[];
  readonly checks: readonly CheckDescription[];
  readonly sections: readonly SectionDescription[];
  readonly operations: readonly OperationName[];
  /** IAM actions, sorted. */
  readonly permissions: readonly string[];
}

export interface CheckDescription {
  readonly kind: 'check';
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly remediation: string;
  readonly runbook: string | null;
  readonly scope: 'account' | 'region';
  readonly thresholds: readonly Threshold[];
  readonly operations: readonly OperationName[];
  readonly permissions: readonly string[];
  /** The checklists it belongs to. */
  readonly checklists: readonly string[];
}

export interface SectionDescription {
  readonly kind: 'section';
  /** `<checklist>#<section>` */
  readonly id: string;
  readonly title: string;
  readonly scope: 'account' | 'region';
  readonly columns: readonly string[];
  readonly operations: readonly OperationName[];
  readonly permissions: readonly string[];
  readonly checklists: readonly string[];
}

export function describeCatalog(): (ChecklistDescription | CheckDescription | RunbookDescription)[] {
  return [
    ...CHECKLISTS.map(describeChecklist),
    ...RUNBOOKS.map(describeRunbook),
    ...CHECKS.map((check) => describeCheck(check)),
  ];
}

/**
 * A checklist, a check, a runbook, or a section (`daily/health-check#alarms`, or its own id alone).
 * @throws UsageError for an id that nothing has, with the one that was probably meant
 */
export function describe(id: string): Description {
  const checklist = CHECKLISTS.find((candidate) => candidate.id === id);
  if (checklist) return describeChecklist(checklist);
  const check = CHECKS.find((candidate) => candidate.id === id);
  if (check) return describeCheck(check);
  const runbook = RUNBOOKS.find((candidate) => candidate.id === id);
  if (runbook) return describeRunbook(runbook);
  const sections = CHECKLISTS.flatMap((owner) => owner.sections.map((section) => describeSection(section, owner)));
  const section = sections.find((candidate) => candidate.id === id || candidate.id.endsWith(`#${id}`));
  if (section) return section;
  const known = [...CHECKLISTS, ...RUNBOOKS, ...CHECKS, ...sections].map((candidate) => candidate.id);
  throw new UsageError(`unknown checklist, runbook, check or section: ${id}${suggestion(id, known)}`);
}

function describeChecklist(checklist: Checklist): ChecklistDescription {
  const { id, title, purpose, cadence = null, parameters = [] } = checklist;
  const own = checklist.focus?.({ parameters: {}, environments: [] }).settings ?? {};
  const checks = checklist.checks.map((check) => describeCheck(check, own[check.id]));
  const sections = checklist.sections.map((section) => describeSection(section, checklist));
  const operations = [...new Set([...checks, ...sections].flatMap((part) => part.operations))].toSorted();
  return {
    kind: 'checklist',
    id,
    title,
    purpose,
    cadence,
    parameters,
    checks,
    sections,
    operations,
    permissions: permissionsFor(operations),
  };
}

function describeCheck(check: Check, own: JsonObject = {}): CheckDescription {
  const { id, title, severity, why, remediation, runbook = null, scope, calls } = check;
  return {
    kind: 'check',
    id,
    title,
    severity,
    why,
    remediation,
    runbook,
    scope,
    thresholds: thresholdsOf(check, own),
    operations: calls.toSorted(),
    permissions: permissionsFor(calls),
    checklists: CHECKLISTS.filter(({ checks }) => checks.includes(check)).map((owner) => owner.id),
  };
}

const parameterSchema = z.object({
  default: z.unknown().optional(),
  description: z.string().optional(),
  enum: z.array(z.string()).default([]),
});
const parametersSchema = z.object({
  properties: z.record(z.string(), parameterSchema).default({}),
  required: z.array(z.string()).default([]),
});

function describeRunbook({ id, title, purpose, parameters, calls }: Runbook): RunbookDescription {
  const schema = z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' });
  const { properties } = parametersSchema.parse(schema);
  return {
    kind: 'runbook',
    id,
    title,
    purpose,
    parameters: Object.entries(properties).map(([name, { default: usual, description = '', enum: choices }]) => ({
      name,
      what: description,
      choices,
      // What is coerced takes anything, so the schema alone would call it optional.
      required: !parameters.shape[name]?.safeParse(undefined).success,
      value: usual === undefined || usual === '' ? null : typeof usual === 'string' ? usual : JSON.stringify(usual),
    })),
    operations: calls.toSorted(),
    permissions: permissionsFor(calls),
  };
}

function describeSection(section: SectionDefinition, owner: Checklist): SectionDescription {
  const { id, title, scope, columns, calls } = section;
  return {
    kind: 'section',
    id: `${owner.id}#${id}`,
    title,
    scope,
    columns: columns.map(({ label }) => label),
    operations: calls.toSorted(),
    permissions: permissionsFor(calls),
    checklists: CHECKLISTS.filter(({ sections }) => sections.some((one) => one.id === id)).map((other) => other.id),
  };
}

function permissionsFor(operations: readonly OperationName[]): string[] {
  return [...new Set(operations.flatMap((operation) => iamActions(operation)))].toSorted();
}
