import type { TimelineEntry } from '../../model/incident/view.ts';
import { cellMarkdown, tableMarkdown } from '../markdown/escape.ts';
import { spoken } from './timeline.ts';
import { secondOf } from './words.ts';

const COLUMNS = [
  { label: 'Event', right: true },
  { label: 'UTC', right: false },
  { label: 'What', right: false },
];

/** The timeline as a table in which each event can be linked to: `#event-12`. */
export function timelineMarkdown(entries: readonly TimelineEntry[]): string {
  const rows = entries.map((entry) => [
    `<a id="event-${entry.id}"></a>${entry.id}`,
    secondOf(entry.at),
    cellMarkdown(spoken(entry)),
  ]);
  return tableMarkdown(COLUMNS, rows);
}
