import pc from 'picocolors';
import { isOpen, nextStatuses } from '../../model/incident/status.ts';
import type { IncidentPage } from '../../model/incident/view.ts';
import { heading, type Page, paragraph, titled } from '../terminal/page.ts';
import { plain } from '../text/plain.ts';
import { factsOf, openedWords } from './facts.ts';
import { mitigationLines } from './mitigations.ts';
import { entryLines } from './timeline.ts';
import { undeliveredOf } from './undelivered.ts';
import { incidentName } from './words.ts';

interface Options {
  readonly now: Date;
  readonly width: number;
  readonly color: boolean;
}

const NARROWEST = 40;
const LABEL_WIDTH = 10;
/** Of a timeline that is longer, the newest. */
const MOST_ENTRIES = 200;

/** One incident, for who was just woken: what it is, how long there is, who has it, what may help, and what was. */
export function incidentPageText(incidentPage: IncidentPage, { now, width, color }: Options): string {
  const page: Page = {
    width: Math.max(NARROWEST, width),
    paint: pc.createColors(color),
    manyPlaces: false,
    command: 'opsbook incident show',
  };
  const parts = [
    header(incidentPage, page, now),
    facts(incidentPage, page, now),
    mitigations(incidentPage, page),
    executions(incidentPage, page),
    undelivered(incidentPage, page, now),
    timeline(incidentPage, page),
    footer(incidentPage, page),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function header({ incident }: IncidentPage, page: Page, now: Date): string[] {
  const { severity, title, status } = incident;
  return [
    ...titled(`${incidentName(incident)} ${severity} ${title}`, status, page),
    ...paragraph(openedWords(incident, now), page).map(page.paint.dim),
  ];
}

function facts(incidentPage: IncidentPage, page: Page, now: Date): string[] {
  return factsOf(incidentPage, now).flatMap(({ label, words, alarming }) => {
    const lines = paragraph(words, page, label.padEnd(LABEL_WIDTH));
    return alarming ? lines.map((line) => page.paint.bold(page.paint.red(line))) : lines;
  });
}

function mitigations({ incident, mitigations: offered }: IncidentPage, page: Page): string[] {
  if (offered.length === 0 || !isOpen(incident.status)) return [];
  return [heading('WHAT MAY HELP', page), '', ...mitigationLines(incident.number, offered, page.width)];
}

function executions({ executions: all }: IncidentPage, page: Page): string[] {
  if (all.length === 0) return [];
  const lines = all.flatMap(({ execution, runbook, status, requestedBy }) => [
    ...paragraph(`${runbook}: ${status}, asked for by ${requestedBy}`, page, '  ', '     '),
    `     opsbook executions show ${plain(execution.slice(0, 8))}`,
  ]);
  return [heading('WHAT IS DONE ABOUT IT', page), '', ...lines];
}

function undelivered(incidentPage: IncidentPage, page: Page, now: Date): string[] {
  const lines = undeliveredOf(incidentPage, now).flatMap((words) => paragraph(words, page, '  ! ', '    '));
  return lines.length === 0 ? [] : [heading('NOT DELIVERED', page, page.paint.yellow), '', ...lines];
}

function timeline({ timeline: entries }: IncidentPage, page: Page): string[] {
  const left = entries.length - MOST_ENTRIES;
  const shown = left > 0 ? entries.slice(-MOST_ENTRIES) : entries;
  return [
    heading('TIMELINE (UTC)', page),
    '',
    ...(left > 0 ? [`… ${left} earlier ones (--output json)`] : []),
    ...shown.flatMap((entry) => entryLines(entry, page.width)),
  ];
}

/** What to type next; to be copied from, and so in one piece. */
function footer({ incident }: IncidentPage, page: Page): string[] {
  const { number, status, acknowledgedAt } = incident;
  const next = nextStatuses(status);
  if (next.length === 0) return [];
  const commands = [
    ...(isOpen(status) && acknowledgedAt === null ? [`opsbook incident ack ${number}`] : []),
    ...next.map((to) => `opsbook incident ${to === 'resolved' ? `resolve ${number}` : `status ${number} ${to}`}`),
    ...(isOpen(status) ? [] : [`opsbook incident postmortem ${number}`]),
  ];
  return [heading('WHAT TO TYPE NEXT', page), '', ...commands.map((command) => `  ${command}`)];
}
