import type { ChangeWindow } from '../outside.ts';
import { occurrences, type Opening } from '../window.ts';
import type { IncidentSeverity } from './severity.ts';

/** A time in which what is opened pages nobody: half-open, in a zone, also across midnight. */
export interface MaintenanceWindow {
  readonly name: string;
  /** Every week, on these days; or once. */
  readonly when: { readonly weekly: ChangeWindow } | { readonly once: Opening };
  /** Labels that an incident must have, all of them; without any, all incidents. */
  readonly match: Readonly<Record<string, string>>;
}

/**
 * The window that holds an incident with these labels at an instant, and until when; the one that lasts longest. `since`:
 * of those only that held without a break from then on.
 */
export function maintenanceAt(
  windows: readonly MaintenanceWindow[],
  labels: Readonly<Record<string, string>>,
  at: number,
  since = at,
): { readonly name: string; readonly until: number } | undefined {
  return windows
    .filter(({ match }) => matches(labels, match))
    .flatMap((window) => {
      const until = endOf(window, at);
      return until === undefined || endOf(window, since) !== until ? [] : [{ name: window.name, until }];
    })
    .toSorted((a, b) => b.until - a.until)[0];
}

/** Whether labels say all that is asked for. A `*` at the end stands for anything. */
export function matches(labels: Readonly<Record<string, string>>, match: Readonly<Record<string, string>>): boolean {
  return Object.entries(match).every(([key, wanted]) => {
    const value = labels[key];
    if (value === undefined) return false;
    return wanted.endsWith('*') ? value.startsWith(wanted.slice(0, -1)) : value === wanted;
  });
}

function endOf({ when }: MaintenanceWindow, at: number): number | undefined {
  if ('once' in when) return when.once.start <= at && at < when.once.end ? when.once.end : undefined;
  const known = lately.get(when.weekly);
  if (known?.at === at) return known.end;
  const end = endOfWeekly(when.weekly, at);
  lately.set(when.weekly, { at, end });
  return end;
}

/** Of many incidents at one instant, the same is asked again and again, and calendars are slow. */
const lately = new WeakMap<ChangeWindow, { readonly at: number; readonly end: number | undefined }>();
/** Of windows that follow each other without a gap: what lasts longer lasts for ever. */
const MOST_IN_A_ROW = 8;

function endOfWeekly(weekly: ChangeWindow, at: number): number | undefined {
  let end = at;
  for (let looked = 0; looked < MOST_IN_A_ROW; looked += 1) {
    const holding = occurrences(weekly, { start: end, end: end + 1 }).filter(
      (one) => one.start <= end && end < one.end,
    );
    if (holding.length === 0) break;
    end = Math.max(...holding.map((one) => one.end));
  }
  return end > at ? end : undefined;
}

/** A person's hours in which only a P0 may wake them. */
export interface QuietHours {
  readonly timezone: string;
  readonly start: string;
  readonly end: string;
  readonly days: readonly string[];
}

/** When quiet hours that hold at an instant end; undefined where they do not hold, or do not matter to this severity. */
export function quietUntil(
  quiet: QuietHours | undefined,
  severity: IncidentSeverity | null,
  at: number,
): number | undefined {
  if (!quiet || severity === 'P0') return undefined;
  return endOf({ name: '', when: { weekly: quiet }, match: {} }, at);
}

export interface FlappingRule {
  /** So many changes between firing and quiet … */
  readonly changes: number;
  /** … within so long. */
  readonly withinMs: number;
}

/** Whether a source changes its mind so often that each change is no news. `changes`: instants, in milliseconds. */
export function isFlapping(changes: readonly number[], at: number, { changes: most, withinMs }: FlappingRule): boolean {
  return changes.filter((change) => change > at - withinMs).length >= most;
}
