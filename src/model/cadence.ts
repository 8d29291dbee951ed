import { Cron } from 'croner';

/** A rhythm in a time zone: five fields of cron, `1#1` the first Monday of the month. */
export interface Cadence {
  readonly cron: string;
  /** IANA. */
  readonly timezone: string;
}

/** The first instant after another; undefined where none comes any more. */
export function nextInstant(cadence: Cadence, after: Date): Date | undefined {
  return read(cadence).nextRun(after) ?? undefined;
}

/** The last instant at or before another. */
export function previousInstant(cadence: Cadence, at: Date): Date | undefined {
  // Croner looks before its reference, and cadences come at whole minutes.
  const nextSecond = Math.floor(at.getTime() / 1000) * 1000 + 1000;
  return read(cadence).previousRuns(1, new Date(nextSecond))[0];
}

/** All instants after one and up to another: of more than `most`, the newest. */
export function instantsBetween(
  cadence: Cadence,
  { after, until, most }: { readonly after: Date; readonly until: Date; readonly most: number },
): Date[] {
  const found: Date[] = [];
  let at = previousInstant(cadence, until);
  while (at && at > after && found.length < most) {
    found.push(at);
    at = previousInstant(cadence, new Date(at.getTime() - 1));
  }
  return found.toReversed();
}

/** What is wrong with an expression; undefined where nothing is. */
export function cadenceProblem(cron: string): string | undefined {
  if (cron.trim().split(/\s+/).length !== 5) return 'it has not five fields';
  try {
    // Any instant will do: what never comes after it, like the thirtieth of February, never comes.
    const comes = read({ cron, timezone: 'UTC' }).nextRun(new Date(0)) !== null;
    return comes ? undefined : 'it never comes';
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
  }
}

/**
 * A time of day that the clocks skip comes right after the gap, and one that they show twice comes the first time, so that
 * what is daily is once a day. Where days of the month and of the week are both given, both must hold: cron's own "or"
 * makes `0 9 1-7 * 1` every Monday and seven days more, which nobody means.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html
 */
function read({ cron, timezone }: Cadence): Cron {
  return new Cron(cron, {
    timezone,
    mode: '5-part',
    domAndDow: true,
    fixedTimeRule: 'no-wildcard',
    paused: true,
  });
}
