import { formatDuration } from '../../model/duration.ts';
import type { Timeline, TimelineSpan } from '../../model/oncall/timeline.ts';
import { localTime } from '../text/local-time.ts';
import { plain } from '../text/plain.ts';
import { counted } from '../text/value.ts';
import { wrapIndented } from '../text/wrap.ts';
import { conflictWords } from './timeline.ts';

/** What one schedule comes to in a time ahead. */
export interface ScheduleCheck extends Pick<Timeline, 'gaps' | 'conflicts'> {
  readonly schedule: string;
  readonly timezone: string;
  /** Sentences on what is allowed and rarely meant. */
  readonly warnings: readonly string[];
}

/** Of each kind: what is wrong a hundred times is wrong once. */
const MOST = 10;

/** Gaps, conflicts and warnings of each schedule. */
export function checkText(checks: readonly ScheduleCheck[], span: TimelineSpan, width: number): string {
  const long = formatDuration(span.to.getTime() - span.from.getTime());
  return checks.map((check) => `${linesOf(check, { span, long, width }).join('\n')}\n`).join('\n');
}

interface Page {
  readonly span: TimelineSpan;
  readonly long: string;
  readonly width: number;
}

function linesOf(check: ScheduleCheck, { span, long, width }: Page): string[] {
  const { schedule, timezone, gaps, conflicts, warnings } = check;
  const head = `${plain(schedule)}, ${long} from ${localTime(span.from, timezone)} ${timezone}:`;
  if (gaps.length + conflicts.length + warnings.length === 0) {
    return [...wrapIndented(`${head} somebody is on call all the time, nobody in two places.`, width, '')];
  }
  return [
    ...wrapIndented(`${head} ${counted(gaps.length, 'gap')}, ${counted(conflicts.length, 'conflict')}`, width, ''),
    ...listedLines(
      gaps.map(({ start, end }) => {
        const lasts = formatDuration(end.getTime() - start.getTime());
        return `NOBODY from ${localTime(start, timezone)} to ${localTime(end, timezone)} (${lasts})`;
      }),
      width,
    ),
    ...listedLines(
      conflicts.map((conflict) => conflictWords(conflict, timezone)),
      width,
    ),
    ...listedLines(
      warnings.map((warning) => `warning: ${plain(warning)}`),
      width,
    ),
  ];
}

function listedLines(sentences: readonly string[], width: number): string[] {
  const left = sentences.length - MOST;
  const shown = left > 1 ? [...sentences.slice(0, MOST), `… and ${left} more (--output json)`] : sentences;
  return shown.flatMap((sentence) => wrapIndented(sentence, width, '  ', '    '));
}
