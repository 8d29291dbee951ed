import type { IncidentPage } from '../../model/incident/view.ts';
import { escapeMarkdown, tableMarkdown } from '../markdown/escape.ts';
import { causes } from './post-mortem/causes.ts';
import { paging } from './post-mortem/paging.ts';
import { createRecord, NOT_RECORDED, type PostMortemRecord } from './post-mortem/record.ts';
import { severities } from './post-mortem/severities.ts';
import { summary } from './post-mortem/summary.ts';
import { targets, times } from './post-mortem/times.ts';
import { tried } from './post-mortem/tried.ts';
import { timelineMarkdown } from './timeline-markdown.ts';
import { incidentName } from './words.ts';

/**
 * The draft of a post-mortem: what the timeline says, each claim with a link to the event that says so. What no event says
 * is left blank, for people to fill in; nothing is made up.
 */
export function renderPostMortem(page: IncidentPage): string {
  const record = createRecord(page);
  const { incident, timeline } = page;
  const parts = [
    `# Post-mortem of ${incidentName(incident)}: ${escapeMarkdown(incident.title)}`,
    `Written from the timeline. ${NOT_RECORDED} is for people to fill in.`,
    ...section('Summary', summary(record)),
    ...section('Impact', listed(record.of('impact'), record)),
    ...section('Severity', severities(record)),
    '## Times',
    times(record),
    '## Targets',
    targets(record),
    ...section('Who was paged, and reached', paging(record)),
    ...section('What was tried', tried(record)),
    '## Contributing causes',
    'Likely ones, as the first look saw them; nobody has confirmed them:',
    (causes(record).length > 0 ? causes(record) : [NOT_RECORDED]).join('\n'),
    `Confirmed: ${NOT_RECORDED}`,
    ...section('Lessons', []),
    '## Action items',
    tableMarkdown(ACTION_COLUMNS, [ACTION_COLUMNS.map(() => ' ')]),
    '## Timeline',
    timelineMarkdown(timeline),
  ];
  return `${parts.join('\n\n')}\n`;
}

const ACTION_COLUMNS = ['What', 'Who', 'Until'].map((label) => ({ label, right: false }));

function listed(entries: ReturnType<PostMortemRecord['of']>, record: PostMortemRecord): string[] {
  return entries.map((entry) => `- ${record.dated(entry)}`);
}

function section(title: string, lines: readonly string[]): string[] {
  return [`## ${title}`, lines.length > 0 ? lines.join('\n') : NOT_RECORDED];
}
