import { localOf } from '../local-time.ts';
import type { HandOffEntry, HandOffView } from './hand-off.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Mon 2026-03-09 09:00`, by the clocks of a zone. */
export function momentWords(at: Date | string, timezone: string): string {
  const local = localOf(new Date(at).getTime(), timezone);
  return `${WEEKDAYS[local.dayOfWeek - 1] ?? ''} ${local.toString({ smallestUnit: 'minute' }).replace('T', ' ')}`;
}

/** `Sun 2026-03-15 03:00 to 05:00`, and the second day where it is another. */
export function spanWords(from: Date | string, to: Date | string, timezone: string): string {
  const [first, second] = [momentWords(from, timezone), momentWords(to, timezone)];
  const day = first.slice(0, -5);
  return `${first} to ${second.startsWith(day) ? second.slice(day.length) : second}`;
}

/** What it says and when, as plain text of one line; not escaped for anything. */
export function entryWords({ text, time }: HandOffEntry, timezone: string): string {
  if (!time) return text;
  const when = time.to === null ? momentWords(time.at, timezone) : spanWords(time.at, time.to, timezone);
  return `${text} (${time.word === 'on' || time.word === 'from' ? '' : `${time.word} `}${when})`;
}

/** `Alice Example (alice)`, or the id alone. */
export function partyWords({ id, name }: { readonly id: string; readonly name: string }): string {
  return name === id ? id : `${name} (${id})`;
}

/** Who has not signed; nobody of one that is coming, or all done. */
export function missingSignatures({ id, outgoing, incoming, signed }: HandOffView): string[] {
  if (id === null) return [];
  return [
    ...(outgoing && signed.outgoing === null ? [outgoing.id] : []),
    ...(signed.incoming === null ? [incoming.id] : []),
  ];
}
