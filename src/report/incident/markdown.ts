import { isOpen } from '../../model/incident/status.ts';
import type { IncidentPage, MitigationView } from '../../model/incident/view.ts';
import { codeMarkdown, escapeMarkdown } from '../markdown/escape.ts';
import { factsOf, openedWords } from './facts.ts';
import { mitigationParameters } from './mitigations.ts';
import { timelineMarkdown } from './timeline-markdown.ts';
import { undeliveredOf } from './undelivered.ts';
import { incidentName } from './words.ts';

/** One incident for a ticket or a chat, in GitHub's Markdown. */
export function incidentMarkdown(page: IncidentPage, now: Date): string {
  const { incident, timeline } = page;
  const { severity, title } = incident;
  const parts = [
    `# ${incidentName(incident)} ${severity}: ${escapeMarkdown(title)}`,
    `${escapeMarkdown(openedWords(incident, now))}`,
    factsOf(page, now)
      .map(
        ({ label, words, alarming }) =>
          `- ${label}: ${alarming ? `**${escapeMarkdown(words)}**` : escapeMarkdown(words)}`,
      )
      .join('\n'),
    ...section('What may help', isOpen(incident.status) ? page.mitigations.map(mitigationText) : []),
    ...section(
      'What is done about it',
      page.executions.map(
        ({ execution, runbook, status, requestedBy }) =>
          `- ${codeMarkdown(runbook)}: ${escapeMarkdown(`${status}, asked for by ${requestedBy}`)} (execution ${codeMarkdown(execution)})`,
      ),
    ),
    ...section(
      'Not delivered',
      undeliveredOf(page, now).map((words) => `- ${escapeMarkdown(words)}`),
    ),
    '## Timeline',
    timelineMarkdown(timeline),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
}

function mitigationText(one: MitigationView, index: number): string {
  const typed = [one.runbook, ...mitigationParameters(one)].map(codeMarkdown).join(' ');
  return `${index + 1}. **${escapeMarkdown(one.title)}** ${typed}: ${escapeMarkdown(one.why)}`;
}
