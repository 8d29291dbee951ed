import { z } from 'zod';
import { parseDuration } from '../../model/duration.ts';
import { parseInstant } from '../../model/instant.ts';

export const timeZone = z.string().refine(isTimeZone, 'an IANA time zone, e.g. Europe/Vienna');
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, e.g. "22:00"');
export const day = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);

export const instant = z
  .string()
  .refine((text) => parseInstant(text) !== undefined, 'an instant with its zone, e.g. 2026-12-24T00:00:00Z');

export const localTime = z.string().refine(isLocalTime, 'a local time without a zone, e.g. 2026-01-05T09:00:00');

export const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'a duration, e.g. 90s, 15m, 1h30m, 30d');

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The thirtieth of February is none. */
function isLocalTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text) && parseInstant(`${text}Z`) !== undefined;
}
