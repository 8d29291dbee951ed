import { isOpen } from '../../../model/incident/status.ts';
import { between, incidentName } from '../words.ts';
import { detailOf, NOT_RECORDED, type PostMortemRecord } from './record.ts';
import { assessed, severityIn } from './severities.ts';
import { resolution } from './times.ts';

/** The facts in a few lines; the story is told by people. */
export function summary(record: PostMortemRecord): string[] {
  const [opened] = record.of('opened');
  const ended = resolution(record);
  const lasted = opened && ended ? between(opened.at, ended.at) : '';
  const lastSeverity = record.of('severity').at(-1) ?? assessed(record);
  const severity = severityIn(lastSeverity);
  const [taken] = record.of('acknowledged');
  return [
    ...openNote(record),
    `- In a few sentences: ${NOT_RECORDED}`,
    `- What was seen: ${record.claim(opened?.text ?? '', opened)}`,
    `- Opened by: ${record.claim(`${opened?.actor ?? 'nobody'} (${opened?.source ?? ''})`, opened)}`,
    `- Severity: ${record.claim(severity ?? '', severity === undefined ? undefined : lastSeverity)}`,
    `- Lasted: ${record.claim(lasted, opened, ended)}`,
    `- Taken by: ${record.claim(taken?.actor ?? '', taken?.actor ? taken : undefined)}`,
    ...record.of('assigned').map((entry) => `- Worked on: ${record.dated(entry)}`),
    ...record
      .of('occurrence')
      .slice(-1)
      .map((entry) => `- Seen last: ${record.dated(entry)}`),
    ...record.of('linked', 'reopened').map((entry) => `- Recurrence: ${record.dated(entry)}`),
  ];
}

function openNote(record: PostMortemRecord): string[] {
  const { incident } = record.page;
  if (!isOpen(incident.status)) return [];
  const last = record.of('status', 'reopened').at(-1);
  const status = last && detailOf(last, 'to');
  return [`- **Not over**: ${record.claim(`${incidentName(incident)} is ${status ?? ''}`, status ? last : undefined)}`];
}
