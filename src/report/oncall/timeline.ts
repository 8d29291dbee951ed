import { formatDuration } from '../../model/duration.ts';
import type { Shift } from '../../model/oncall/shifts.ts';
import type { Conflict, Timeline, TimelineSpan } from '../../model/oncall/timeline.ts';
import { columnLines } from '../text/columns.ts';
import { localTime } from '../text/local-time.ts';
import { plain } from '../text/plain.ts';

export interface TimelinePage {
  readonly span: TimelineSpan;
  readonly timezone: string;
  readonly shifts: readonly Shift[];
  readonly timeline: Timeline;
  readonly width: number;
}

/** Shifts one a line, with the gaps between them; then who has two places at once. */
export function timelineText({ span, timezone, shifts, timeline, width }: TimelinePage): string {
  const rows = [
    ...shifts.map(({ start, end, rotation, person, instead }) => ({
      start: new Date(Math.max(start, span.from.getTime())),
      end: new Date(Math.min(end, span.to.getTime())),
      words: [plain(rotation), plain(instead === undefined ? person : `${person} instead of ${instead}`)],
    })),
    ...timeline.gaps.map(({ start, end }) => ({ start, end, words: ['–', 'NOBODY'] })),
  ].toSorted((a, b) => a.start.getTime() - b.start.getTime());
  const table = columnLines(
    [
      ['FROM', 'UNTIL', 'LASTS', 'ROTATION', 'PERSON'],
      ...rows.map(({ start, end, words }) => [
        localTime(start, timezone),
        localTime(end, timezone),
        formatDuration(end.getTime() - start.getTime()),
        ...words,
      ]),
    ],
    width,
  );
  const conflicts = timeline.conflicts.map((conflict) => `${conflictWords(conflict, timezone)}\n`).join('');
  return `${table}${conflicts === '' ? '' : `\n${conflicts}`}\nTimes in ${timezone}.\n`;
}

export function conflictWords({ person, start, end }: Conflict, timezone: string): string {
  const span = `${localTime(start, timezone)} to ${localTime(end, timezone)}`;
  return `${plain(person)} has two places at once: ${span}`;
}
