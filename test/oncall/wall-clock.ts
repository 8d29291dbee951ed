/** Instants from one to before another, in milliseconds since 1970. */
export interface Ticks {
  readonly from: number;
  readonly to: number;
  readonly tick: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What the clocks of a zone show at each tick. */
export function clocks(zone: string, { from, to, tick }: Ticks): string[] {
  const format = formatOf(zone);
  const wall: string[] = [];
  for (let at = from; at < to; at += tick) wall.push(localWords(at, format));
  return wall;
}

/** `2026-03-08T01:59` */
export function localWords(at: number, format: Intl.DateTimeFormat): string {
  return format.format(at).replace(', ', 'T').replace(' ', 'T');
}

export function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

/** A measure of wall-clock times, not an instant. */
export function calendarMs(local: string): number {
  return Date.parse(`${local.slice(0, 16)}Z`);
}

/** The day so many days later, by the calendar. */
export function shiftDay(local: string, days: number): string {
  return new Date(calendarMs(local) + days * DAY).toISOString().slice(0, 10);
}

/** The instants at which the clocks of a zone change, to the minute. */
export function changesOf(zone: string): number[] {
  const format = formatOf(zone);
  const offset = (at: number) => calendarMs(localWords(at, format)) - at;
  const found: number[] = [];
  for (let at = Date.UTC(2010, 0); at < Date.UTC(2027, 0); at += 7 * DAY) {
    if (offset(at) === offset(at + 7 * DAY)) continue;
    let [before, after] = [at, at + 7 * DAY];
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
      if (offset(middle) === offset(before)) before = middle;
      else after = middle;
    }
    found.push(after);
  }
  return found;
}
