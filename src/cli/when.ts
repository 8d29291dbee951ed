import { UsageError } from '../model/errors.ts';
import { parseDuration } from '../model/duration.ts';
import { parseInstant } from '../model/instant.ts';

/** `30d` from now on, or an instant. @throws UsageError */
export function parseUntil(text: string, now: Date): Date {
  return parseWhen(text, now, 1);
}

/** `24h` ago, or an instant. @throws UsageError */
export function parseSince(text: string, now: Date): Date {
  return parseWhen(text, now, -1);
}

function parseWhen(text: string, now: Date, direction: 1 | -1): Date {
  const ms = text === 'now' ? 0 : parseDuration(text);
  const at = ms === undefined ? parseInstant(text) : new Date(now.getTime() + direction * ms);
  if (at && !Number.isNaN(at.getTime())) return at;
  throw new UsageError(`expected a day, an instant with its zone, or a duration such as 12h or 30d, got ${text}`);
}
