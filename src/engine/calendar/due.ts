import { instantsBetween } from '../../model/cadence.ts';
import type { Due, Job } from './ledger.ts';

/** So many missed instants are recorded one by one: a minutely job after a week would be ten thousand. */
const MOST_MISSED = 100;
/** What runs no later than this after its instant runs in time. */
const LATE_MS = 2 * 60_000;

/** What of a job is to be run now; undefined where nothing is. */
export function dueOf(job: Job, after: Date, now: Date): Due | undefined {
  const instants = instantsBetween(job, { after, until: now, most: MOST_MISSED + 1 });
  const instant = instants.at(-1);
  return instant && { job: job.name, instant, missed: instants.slice(0, -1) };
}

export function isLate({ instant }: Pick<Due, 'instant'>, now: Date): boolean {
  return now.getTime() - instant.getTime() > LATE_MS;
}

/** What is said where not everything ran in its time; undefined where it did. */
export function missedWords(due: Due, abandoned: readonly Date[], now: Date): string | undefined {
  const { job, instant } = due;
  const missed = [...abandoned, ...due.missed];
  const late = isLate(due, now);
  if (missed.length === 0 && !late) return undefined;
  const runs = `${job} of ${textOf(instant)} ${late ? 'was missed and is caught up once, now' : 'runs now'}`;
  if (missed.length === 0) return runs;
  const many = missed.length >= MOST_MISSED ? ' or more' : '';
  const before =
    missed.length === 1 ? `that of ${missed.map(textOf).join()} was` : `${missed.length}${many} before it were`;
  return `${runs}; ${before} missed and will not be run`;
}

function textOf(instant: Date): string {
  return instant.toISOString().replace(':00.000Z', 'Z');
}
