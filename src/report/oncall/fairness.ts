import type { Load } from '../../model/oncall/fairness.ts';
import type { TimelineSpan } from '../../model/oncall/timeline.ts';
import { columnLines } from '../text/columns.ts';
import { localTime } from '../text/local-time.ts';
import { plain } from '../text/plain.ts';
import { padStart } from '../text/width.ts';
import { wrap } from '../text/wrap.ts';

interface FairnessPage {
  readonly span: TimelineSpan;
  readonly timezone: string;
  readonly width: number;
}

/** What being on call came to for each, one a line, the most first. Pages have a column where they are counted. */
export function fairnessText(loads: readonly Load[], { span, timezone, width }: FairnessPage): string {
  const counted = loads.some(({ pages }) => pages !== null);
  const numbers = (words: readonly string[]): string[] => words.map((word) => padStart(word, 8));
  const rows = loads.map(({ person, hours, nights, weekends, pages }) => [
    plain(person),
    ...numbers(
      [hours, nights, weekends, ...(counted ? [pages ?? 0] : [])].map((number) => number.toLocaleString('en-US')),
    ),
  ]);
  const head = ['PERSON', ...numbers(['HOURS', 'NIGHTS', 'WEEKENDS', ...(counted ? ['PAGES'] : [])])];
  const when = `${localTime(span.from, timezone)} to ${localTime(span.to, timezone)} ${timezone}`;
  const said = wrap(`${when}; nights are 22:00 to 07:00.`, width).join('\n');
  return `${columnLines([head, ...rows], width)}\n${said}\n`;
}
