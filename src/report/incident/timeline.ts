import type { TimelineEntry } from '../../model/incident/view.ts';
import { plain } from '../text/plain.ts';
import { wrapIndented } from '../text/wrap.ts';
import { secondOf } from './words.ts';

/** What people wrote, as they wrote it. */
const WRITTEN = new Set(['note', 'chat']);
/** Marks what goes on from the line above: nobody who writes a note can begin a line of the timeline. */
const GOES_ON = '│ ';

/** One entry of a timeline for a terminal: when, and what, in as many lines as it takes. */
export function entryLines(entry: TimelineEntry, width: number): string[] {
  const head = `${secondOf(entry.at)}  `;
  const margin = ' '.repeat(head.length) + GOES_ON;
  const [first = '', ...rest] = spoken(entry).split(/\r\n|\n|\r/);
  return [
    ...wrapIndented(plain(first), width, head, margin),
    ...rest.filter((line) => line.trim() !== '').flatMap((line) => wrapIndented(plain(line), width, margin, margin)),
  ];
}

/** Its text, with who where the text does not say. */
export function spoken({ kind, text, actor, source }: TimelineEntry): string {
  if (WRITTEN.has(kind)) return `${actor ?? 'somebody'}${source === 'slack' ? ' (slack)' : ''}: ${text}`;
  if (actor === null || actor === 'opsbook' || text.includes(actor)) return text;
  // After the first line: what follows are particulars.
  return text.replace(/\r\n|\n|\r|$/, (end) => ` (${actor})${end}`);
}
