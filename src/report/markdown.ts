import type { ChecklistResult } from '../model/result.ts';
import type { Section } from '../model/section.ts';
import { costText } from './digest/cost-text.ts';
import { type CheckGroup, failingGroups } from './digest/failing.ts';
import { headline, tells } from './digest/headline.ts';
import { nextSteps } from './digest/next-steps.ts';
import { passedServices } from './digest/passed.ts';
import { identities, whereText } from './digest/places.ts';
import { type UnknownGroup, unknownGroups } from './digest/unknowns.ts';
import { cellMarkdown, codeMarkdown, escapeMarkdown, tableMarkdown } from './markdown/escape.ts';
import { readable } from './text/readable.ts';
import { sparklines } from './text/sparkline.ts';
import { abridged, cellText, isNumeric, timeText } from './text/value.ts';

const MOST_FINDINGS = 50;
const MOST_ROWS = 200;

/** A document for a pull request, a wiki page or a mail, in GitHub's Markdown. */
export function renderMarkdown(result: ChecklistResult): string {
  const sections = result.sections.flatMap(sectionBlocks);
  const findings = [...failingBlocks(result), ...unknownBlocks(result)];
  const blocks = [
    `# ${escapeMarkdown(result.title || result.checklist)}`,
    metaLine(result),
    `**${escapeMarkdown(headline(result))}**`,
    ...nextBlocks(result),
    ...(tells(result) ? [...sections, ...findings] : [...findings, ...sections]),
    ...suppressedBlocks(result),
    ...passedBlocks(result),
    '---',
    `${escapeMarkdown(costText(result))} · execution ${codeMarkdown(result.execution)}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function metaLine(result: ChecklistResult): string {
  const who = identities(result);
  const parts = [
    timeText(result.asOf ?? result.startedAt, 'instant'),
    whereText(result),
    codeMarkdown(result.checklist),
  ];
  const [time = '', where = '', checklist = ''] = parts;
  const asked = who.length > 0 ? ` · as ${who.slice(0, 2).map(codeMarkdown).join(', ')}` : '';
  return `${time} · ${escapeMarkdown(where)} · ${checklist}${asked}`;
}

function nextBlocks(result: ChecklistResult): string[] {
  const steps = nextSteps(result);
  if (steps.length === 0) return [];
  const items = steps.map(({ title, text, commands }, index) => {
    const advice = text === '' ? '' : `: ${escapeMarkdown(text)}`;
    return `${index + 1}. **${escapeMarkdown(title)}**${advice} ${commands.map(codeMarkdown).join(' · ')}`;
  });
  return ['## What to do next', items.join('\n')];
}

function failingBlocks(result: ChecklistResult): string[] {
  return failingGroups(result).flatMap(({ severity, count, checks }) => [
    `## ${capitalized(severity)} (${count})`,
    ...checks.flatMap((group) => checkBlocks(group, result)),
  ]);
}

function checkBlocks({ check, title, why, findings }: CheckGroup, { targets, checklist }: ChecklistResult): string[] {
  const many = targets.length > 1;
  const rows = findings
    .slice(0, MOST_FINDINGS)
    .map((finding) => [
      ...(many ? [cellMarkdown(`${finding.account}/${finding.region}`)] : []),
      cellMarkdown(finding.resource.id),
      cellMarkdown(readable(finding.reason)),
    ]);
  const columns = [...(many ? ['Where'] : []), 'Resource', 'Finding'].map((label) => ({ label, right: false }));
  const left = findings.length - rows.length;
  return [
    `### ${escapeMarkdown(title)} ${title === check ? '' : codeMarkdown(check)}`.trimEnd(),
    ...(why === '' ? [] : [escapeMarkdown(why)]),
    tableMarkdown(columns, rows),
    ...(left > 0 ? [`… and ${left} more (${codeMarkdown(`opsbook run ${checklist} --output json`)})`] : []),
  ];
}

function unknownBlocks(result: ChecklistResult): string[] {
  const groups = unknownGroups(result);
  if (groups.length === 0) return [];
  return [
    `## Could not be determined (${result.summary.unknown})`,
    groups.map((group) => unknownItem(group, result)).join('\n'),
  ];
}

function unknownItem({ reason, missingAction, checks, places }: UnknownGroup, { targets }: ChecklistResult): string {
  const missing = missingAction === undefined ? '' : ` Missing IAM action: ${codeMarkdown(missingAction)}.`;
  const where = targets.length > 1 ? ` In ${escapeMarkdown(abridged(places, 3))}.` : '';
  return `- ${escapeMarkdown(reason)}${missing} Not judged: ${checks.map(codeMarkdown).join(', ')}.${where}`;
}

function sectionBlocks(section: Section): string[] {
  const rows = section.rows
    .slice(0, MOST_ROWS)
    .map((row) => section.columns.map(({ key, format }) => cellMarkdown(cellText(row[key], format))));
  const columns = section.columns.map(({ label, format }) => ({
    label: cellMarkdown(label),
    right: isNumeric(format),
  }));
  const left = section.rows.length - rows.length;
  const lines = (section.plots ?? []).flatMap(sparklines);
  return [
    `## ${escapeMarkdown(section.title)}`,
    ...(section.text ?? []).map((text) => escapeMarkdown(readable(text))),
    ...(lines.length > 0 ? [lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n')] : []),
    ...(section.note === null ? [] : [`> **Note:** ${escapeMarkdown(readable(section.note))}`]),
    ...(rows.length > 0 ? [tableMarkdown(columns, rows)] : []),
    ...(left > 0 ? [`… and ${left} more rows.`] : []),
  ];
}

function suppressedBlocks({ findings }: ChecklistResult): string[] {
  const items = findings.flatMap(({ suppressed, resource, check }) =>
    suppressed
      ? [
          `- ${codeMarkdown(resource.id)} (${codeMarkdown(check)}) until ${escapeMarkdown(timeText(suppressed.until, 'date'))}, by ${escapeMarkdown(suppressed.actor)}: ${escapeMarkdown(suppressed.reason)}`,
        ]
      : [],
  );
  return items.length > 0 ? [`## Suppressed (${items.length})`, items.join('\n')] : [];
}

function passedBlocks(result: ChecklistResult): string[] {
  const items = passedServices(result).map(
    ({ service, count, checks }) =>
      `- **${escapeMarkdown(service)}** ${count}: ${checks.map(({ check }) => codeMarkdown(check)).join(', ')}`,
  );
  return items.length > 0 ? [`## Passed (${result.summary.pass})`, items.join('\n')] : [];
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
