import {
  type CheckDescription,
  type ChecklistDescription,
  type Description,
  describe,
  type RunbookDescription,
  type SectionDescription,
} from '../main/describe.ts';
import { thresholdText } from '../main/thresholds.ts';
import { padEnd } from '../report/text/width.ts';
import { wrap, wrapIndented } from '../report/text/wrap.ts';
import { EXIT } from './exit.ts';
import { type Out, standardOut } from './out.ts';

/** A heading and what stands under it. */
interface Part {
  readonly heading: string;
  readonly lines: readonly string[];
}

const INDENT = '  ';

/**
 * `opsbook explain <id>`: what it judges or does, why, when, and what it needs. Reads definitions only.
 * @throws UsageError for an unknown id, with the one that was probably meant
 */
export async function explainCommand(id: string, out: Out = standardOut()): Promise<number> {
  const description = describe(id);
  const width = Math.min(out.width, 80);
  const parts = partsOf(description, width).filter(({ lines }) => lines.length > 0);
  const title = [`${description.id} (${description.kind})`, ...wrap(description.title, width)];
  const body = parts.flatMap(({ heading, lines }) => ['', heading, ...lines]);
  await out.write(`${[...title, ...body].join('\n')}\n`);
  return EXIT.done;
}

function partsOf(description: Description, width: number): Part[] {
  switch (description.kind) {
    case 'checklist':
      return checklistParts(description, width);
    case 'check':
      return checkParts(description, width);
    case 'section':
      return sectionParts(description, width);
    case 'runbook':
      return runbookParts(description, width);
  }
}

function checklistParts(checklist: ChecklistDescription, width: number): Part[] {
  const { id, purpose, cadence, parameters, checks, sections, permissions } = checklist;
  const options = parameters.length > 0 ? ' --set <parameter>=<value>' : '';
  return [
    { heading: 'What it is for', lines: paragraph(purpose, width) },
    {
      heading: 'When',
      lines: [`${INDENT}${cadence ? `${cadence.words} (cron ${cadence.cron})` : 'when it is needed'}`],
    },
    { heading: 'Run it', lines: [`${INDENT}opsbook run ${id}${options}`] },
    {
      heading: 'Parameters',
      lines: pairs(
        parameters.map(({ name, what }) => [name, what]),
        width,
      ),
    },
    {
      heading: `Checks (${checks.length})`,
      lines: pairs(
        checks.map((check) => [check.id, `${check.title} (${check.severity})`]),
        width,
      ),
    },
    {
      heading: `Sections (${sections.length})`,
      lines: pairs(
        sections.map((section) => [section.id.replace(/^.*#/, ''), section.title]),
        width,
      ),
    },
    {
      heading: `Permissions (${permissions.length})`,
      lines: [...listed(permissions, width), '', ...paragraph(`The policy: opsbook permissions ${id}`, width)],
    },
  ];
}

function checkParts(check: CheckDescription, width: number): Part[] {
  const { why, severity, remediation, runbook, scope, thresholds, permissions, checklists } = check;
  const settings = thresholds.map(
    (one) => [one.name, [thresholdText(one), one.description].filter(Boolean).join('. ')] as const,
  );
  return [
    { heading: 'Why it matters', lines: paragraph(why, width) },
    { heading: 'A failing finding', lines: paragraph(`is of severity ${severity}. ${remediation}`, width) },
    { heading: 'The runbook that does it', lines: runbook === null ? [] : [`${INDENT}${runbook}`] },
    { heading: `Thresholds (checks.${check.id} in opsbook.yaml)`, lines: pairs(settings, width) },
    { heading: 'Asked', lines: [`${INDENT}${scopeText(scope)}`] },
    { heading: 'Permissions', lines: permissionLines(permissions, width) },
    { heading: 'Part of', lines: listed(checklists, width) },
  ];
}

function sectionParts({ columns, scope, permissions, checklists }: SectionDescription, width: number): Part[] {
  return [
    { heading: 'A table of', lines: paragraph(columns.join(', '), width) },
    { heading: 'Asked', lines: [`${INDENT}${scopeText(scope)}`] },
    { heading: 'Permissions', lines: permissionLines(permissions, width) },
    { heading: 'Part of', lines: listed(checklists, width) },
  ];
}

function runbookParts({ id, purpose, parameters, permissions }: RunbookDescription, width: number): Part[] {
  const needed = parameters.filter(({ required }) => required).map(({ name }) => ` --set ${name}=…`);
  const rows = parameters.map(({ name, what, choices, required, value }) => {
    const usual = required ? 'required' : value === null ? 'optional' : `default ${value}`;
    return [name, `${what} (${[...(choices.length > 0 ? [choices.join(' or ')] : []), usual].join('; ')})`] as const;
  });
  return [
    { heading: 'What it is for', lines: paragraph(purpose, width) },
    {
      heading: 'See what it would do, then do it',
      lines: ['plan', 'run'].flatMap((word) => paragraph(`opsbook ${word} ${id}${needed.join('')}`, width)),
    },
    { heading: 'Parameters', lines: pairs(rows, width) },
    {
      heading: `Permissions (${permissions.length})`,
      lines: [...listed(permissions, width), '', ...paragraph(`The policy: opsbook permissions ${id}`, width)],
    },
  ];
}

function scopeText(scope: 'account' | 'region'): string {
  return scope === 'account' ? 'once an account' : 'in every region that is looked at';
}

function permissionLines(permissions: readonly string[], width: number): string[] {
  return permissions.length === 0 ? [`${INDENT}none: it asks AWS nothing that needs one`] : listed(permissions, width);
}

function paragraph(text: string, width: number): string[] {
  return wrapIndented(text, width, INDENT);
}

/** As many words on a line as fit. */
function listed(words: readonly string[], width: number): string[] {
  return words.length === 0 ? [] : wrapIndented(words.join('  '), width, INDENT);
}

function pairs(rows: readonly (readonly [string, string])[], width: number): string[] {
  const longest = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.flatMap(([name, text]) => wrapIndented(text, width, `${INDENT}${padEnd(name, longest)}  `));
}
