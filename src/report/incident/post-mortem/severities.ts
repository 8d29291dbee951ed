import type { TimelineEntry } from '../../../model/incident/view.ts';
import { detailOf, type PostMortemRecord } from './record.ts';

/** How bad it was thought to be, and what changed that. */
export function severities(record: PostMortemRecord): string[] {
  const first = assessed(record);
  return [...(first ? [first] : []), ...record.of('severity')].map((entry) => `- ${record.dated(entry)}`);
}

/** The event that says how bad it was thought to be at first. */
export function assessed(record: PostMortemRecord): TimelineEntry | undefined {
  return record.of('status').find((entry) => detailOf(entry, 'to') === 'assessed');
}

/** What an event says that it is, as bad as `P1`. */
export function severityIn(entry: TimelineEntry | undefined): string | undefined {
  if (!entry) return undefined;
  return entry.kind === 'severity' ? detailOf(entry, 'to') : /^Assessed as (P[0-3])\b/.exec(entry.text)?.[1];
}
