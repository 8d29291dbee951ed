import { plain } from '../text/plain.ts';
import { columnLines } from '../text/columns.ts';
import { localTime } from '../text/local-time.ts';
import { counted } from '../text/value.ts';
import { shorten } from '../text/width.ts';

/** A run of the calendar, as it is remembered. */
export interface CalendarRun {
  readonly scheduledFor: Date;
  readonly state: 'running' | 'finished' | 'failed' | 'missed';
  /** How it came out, or why it did not. */
  readonly words: string;
}

export interface CalendarEntry {
  readonly checklist: string;
  readonly cron: string;
  readonly enabled: boolean;
  readonly next: Date | null;
  readonly last: CalendarRun | null;
  /** Instants of the last weeks that nobody ran, the newest first. */
  readonly missed: readonly Date[];
}

interface Options {
  readonly timezone: string;
  readonly width: number;
  /** There is no database yet, so nothing was ever run. */
  readonly blank: boolean;
}

/** When each checklist is run next, how it came out last, and what was missed. */
export function calendarTable(entries: readonly CalendarEntry[], { timezone, width, blank }: Options): string {
  const rows = entries.map(({ checklist, next, enabled, cron }) => [
    checklist,
    enabled && next ? localTime(next, timezone) : 'off',
    cron,
  ]);
  const [head, ...lines] = columnLines([['CHECKLIST', 'NEXT', 'CADENCE'], ...rows], width)
    .trimEnd()
    .split('\n');
  const table = entries
    .map((entry, index) => `${lines[index] ?? ''}\n${lastLine(entry, { timezone, width })}`)
    .join('');
  const missed = entries.map((entry) => missedLine(entry, timezone)).join('');
  const end = blank ? 'Nothing is stored yet: opsbook up runs the calendar.' : 'opsbook up runs it.';
  return `${head ?? ''}\n${table}${missed === '' ? '' : `\n${missed}`}\nTimes in ${timezone}. ${end}\n`;
}

function lastLine({ last }: CalendarEntry, { timezone, width }: Omit<Options, 'blank'>): string {
  if (!last) return '';
  return `${shorten(`  last ${localTime(last.scheduledFor, timezone)}: ${plain(last.words)}`, width)}\n`;
}

const MOST = 3;

function missedLine({ checklist, missed }: CalendarEntry, timezone: string): string {
  if (missed.length === 0) return '';
  const told = missed.slice(0, MOST).map((at) => localTime(at, timezone));
  const rest = missed.length > MOST ? ', …' : '';
  return `Missed: ${checklist}, ${counted(missed.length, 'run')} (${told.join(', ')}${rest})\n`;
}
