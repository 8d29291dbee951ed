import type { IncidentView, TimelineEntry } from '../../../model/incident/view.ts';
import { isOpen } from '../../../model/incident/status.ts';
import { tableMarkdown } from '../../markdown/escape.ts';
import { between, secondOf } from '../words.ts';
import { detailOf, NOT_RECORDED, type PostMortemRecord } from './record.ts';
import { assessed } from './severities.ts';

/** From detection to the end: when, how long after it was detected, and which event says so. */
export function times(record: PostMortemRecord): string {
  const [detected] = record.of('opened');
  const rows: readonly (readonly [string, TimelineEntry | undefined])[] = [
    ['Detected', detected],
    ['Acknowledged', record.of('acknowledged')[0]],
    ['Mitigated', mitigation(record)],
    ['Resolved', resolution(record)],
  ];
  return tableMarkdown(
    ['', 'UTC', 'After', 'Event'].map((label) => ({ label, right: false })),
    rows.map(([name, event]) =>
      event
        ? [name, secondOf(event.at), detected ? between(detected.at, event.at) : NOT_RECORDED, record.links(event)]
        : [name, NOT_RECORDED, ' ', ' '],
    ),
  );
}

/** When what was done had worked, as far as was known then: the last time that it went into verification. */
function mitigation(record: PostMortemRecord): TimelineEntry | undefined {
  return record.of('status').findLast((entry) => detailOf(entry, 'to') === 'verifying');
}

/** The end that held; undefined of what is open. */
export function resolution(record: PostMortemRecord): TimelineEntry | undefined {
  return isOpen(record.page.incident.status) ? undefined : record.of('resolved').at(-1);
}

/** Whether it was answered and ended in time, by the severity that it had in the end. */
export function targets(record: PostMortemRecord): string {
  return tableMarkdown(
    ['Target', 'Due (UTC)', 'Outcome', 'Events'].map((label) => ({ label, right: false })),
    record.page.incident.clocks.map((clock) => {
      const { events, outcome } = judged(clock, record);
      const linked = record.links(...events);
      const name = clock.name === 'response' ? 'Response' : 'Resolution';
      return linked === NOT_RECORDED
        ? [name, NOT_RECORDED, NOT_RECORDED, ' ']
        : [`${name} (${record.page.incident.severity})`, secondOf(clock.dueAt), outcome, linked];
    }),
  );
}

type ClockView = IncidentView['clocks'][number];

function judged({ name, state, stoppedAt, dueAt }: ClockView, record: PostMortemRecord) {
  const { openedAt } = record.page.incident;
  const bad = record.of('severity').at(-1) ?? assessed(record);
  if (state === 'met' || state === 'missed') {
    const stops = record.of('acknowledged', 'resolved').find(({ at }) => at === stoppedAt);
    const late = state === 'met' ? '' : `, ${between(dueAt, stoppedAt ?? dueAt)} late`;
    return { events: [bad, stops], outcome: `${state}, after ${between(openedAt, stoppedAt ?? openedAt)}${late}` };
  }
  const breach = record.of('breach').findLast((entry) => detailOf(entry, 'clock') === name);
  return state === 'late' ? { events: [bad, breach], outcome: 'missed' } : { events: [undefined], outcome: '' };
}
