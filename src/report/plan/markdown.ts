import type { Plan, Step } from '../../model/plan.ts';
import { textOf } from '../../model/plan-diff.ts';
import { codeMarkdown, escapeMarkdown } from '../markdown/escape.ts';
import { parameterTexts } from './parameters-text.ts';
import { stepFacts, timeOf } from './steps.ts';
import { summaryOf } from './summary.ts';

const MARKS = { none: '', disruptive: ' — users may notice', irreversible: ' — cannot be undone' } as const;

/** A plan for a pull request or a ticket, where those who approve it read it. */
export function renderPlanMarkdown(plan: Plan): string {
  const { account, region } = plan.target;
  const parts = [
    `# ${escapeMarkdown(plan.title)}`,
    [plan.runbook, `${account}/${region}`, ...parameterTexts(plan.parameters)].map(codeMarkdown).join(' '),
    `**${escapeMarkdown(summaryOf(plan))}**`,
    ...plan.warnings.map((text) => `> ${escapeMarkdown(text)}`),
    ...section(
      'What it rests on',
      plan.basis.map(({ title, value }) => `- ${escapeMarkdown(`${title}: ${textOf(value) ?? 'none'}`)}`),
    ),
    ...section('Steps', plan.steps.map(stepText)),
    ...section(
      'Permissions',
      [plan.permissions.map(codeMarkdown).join(', ')].filter((text) => text !== ''),
    ),
    `Plan ${codeMarkdown(plan.hash)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
}

function stepText(step: Step, index: number): string {
  const time = timeOf(step);
  const head = `${index + 1}. **${escapeMarkdown(step.title)}**${MARKS[step.impact]}${time === '' ? '' : `, ${time}`}`;
  return [head, ...stepFacts(step).map((fact) => `   - ${escapeMarkdown(fact)}`)].join('\n');
}
