import { z } from 'zod';
import { parseInstant } from '../../model/instant.ts';

/** What writes earlier dates has no clock, like the year 1 of Go's empty time. */
const EARLIEST = Date.UTC(2000);

/** When something happened, never after it arrived; null for what is no instant, or is before the year 2000. */
export function happenedAt(text: string | null | undefined, arrived: Date): Date | null {
  const instant = parseInstant(text ?? '');
  if (instant === undefined || instant.getTime() < EARLIEST) return null;
  return instant.getTime() > arrived.getTime() ? arrived : instant;
}

/** A field with an instant that has to be one. */
export function instant() {
  return z
    .string()
    .max(40)
    .refine((text) => (parseInstant(text)?.getTime() ?? 0) >= EARLIEST, {
      error: 'an instant with its zone, like 2026-11-27T21:30:00Z',
    });
}
