import { Temporal } from 'temporal-polyfill';

/** What the clocks of a zone show at an instant, in milliseconds since 1970. */
export function localOf(at: number, timezone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDateTime();
}

/**
 * The instant of a wall-clock time, in milliseconds since 1970. One that the clocks show twice is its first or last
 * occurrence, as asked; one that they skip is the first instant after the gap. A later wall-clock time is never an earlier
 * instant.
 */
export function instantOf(local: Temporal.PlainDateTime, timezone: string, occurrence: 'first' | 'last'): number {
  const earlier = local.toZonedDateTime(timezone, { disambiguation: 'earlier' });
  if (!earlier.toPlainDateTime().equals(local)) {
    return (earlier.getTimeZoneTransition('next') ?? earlier).epochMilliseconds;
  }
  if (occurrence === 'first') return earlier.epochMilliseconds;
  return local.toZonedDateTime(timezone, { disambiguation: 'later' }).epochMilliseconds;
}
