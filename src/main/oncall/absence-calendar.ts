import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { instantOf } from '../../model/local-time.ts';
import type { Absence } from '../../model/oncall/schedule.ts';
import { timeZone } from '../config/times.ts';

export interface Reading {
  readonly person: string;
  readonly from: Date;
  readonly to: Date;
  /** Where days begin, and the clock of events that name no zone. */
  readonly timezone: string;
}

interface Occurrence {
  readonly item: ICAL.Event;
  readonly startDate: ICAL.Time;
  readonly endDate: ICAL.Time;
}

/** Of one event: a calendar that repeats more often is not read at all, rather than in part. */
const MOST_OCCURRENCES = 20_000;

/**
 * The absences of a calendar that touch a span: its events, repeats told one by one, but for those that are cancelled or
 * marked as free time.
 * @throws Error for what is no calendar
 * https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.7
 */
export function absencesIn(text: string, reading: Reading): Absence[] {
  const { person, from, to, timezone } = reading;
  return eventsOf(new ICAL.Component(ICAL.parse(text))).flatMap((event) =>
    occurrencesOf(event, reading).flatMap(({ item, startDate, endDate }) => {
      if (!isAway(item)) return [];
      const start = new Date(instantIn(startDate, item, timezone));
      const end = new Date(instantIn(endDate, item, timezone));
      if (start >= end || start >= to || end <= from) return [];
      return [{ person, start, end, summary: item.summary ?? '' }];
    }),
  );
}

/** Each with the exceptions to it; exceptions to what is not in the calendar stand for themselves. */
function eventsOf(calendar: ICAL.Component): ICAL.Event[] {
  const all = calendar.getAllSubcomponents('vevent');
  const whole = all.filter((one) => !isException(one));
  const lonely = all.filter((one) => isException(one) && !whole.some((other) => uidOf(other) === uidOf(one)));
  return [
    // Without the list, ICAL.Event takes the exceptions of other events for its own.
    ...whole.map((one) => {
      const exceptions = all.filter((other) => isException(other) && uidOf(other) === uidOf(one));
      return new ICAL.Event(one, { exceptions });
    }),
    ...lonely.map((one) => new ICAL.Event(one, { exceptions: [] })),
  ];
}

function isException(event: ICAL.Component): boolean {
  return event.hasProperty('recurrence-id');
}

function uidOf(event: ICAL.Component): string {
  return String(event.getFirstPropertyValue('uid'));
}

function occurrencesOf(event: ICAL.Event, { to, timezone }: Reading): Occurrence[] {
  if (!event.isRecurring()) return [{ item: event, startDate: event.startDate, endDate: event.endDate }];
  const found: Occurrence[] = [];
  const iterator = event.iterator();
  for (let count = 0; count < MOST_OCCURRENCES; count += 1) {
    const next: ICAL.Time | undefined = iterator.next();
    if (!next || instantIn(next, event, timezone) >= to.getTime()) return [...found, ...movedHere(event, found)];
    found.push(event.getOccurrenceDetails(next));
  }
  throw new Error(`an event repeats more than ${MOST_OCCURRENCES} times`);
}

/** Repeats that come after the span by the rule, and were moved: perhaps into it. */
function movedHere(event: ICAL.Event, found: readonly Occurrence[]): Occurrence[] {
  return Object.values(event.exceptions)
    .filter((exception) => !found.some(({ item }) => item === exception))
    .map((item) => ({ item, startDate: item.startDate, endDate: item.endDate }));
}

function isAway({ component }: ICAL.Event): boolean {
  const word = (name: string): string => String(component.getFirstPropertyValue(name) ?? '').toUpperCase();
  return word('transp') !== 'TRANSPARENT' && word('status') !== 'CANCELLED';
}

/** Zones by their IANA name where they have it: the rules that calendars carry along are often out of date. */
function instantIn(time: ICAL.Time, { component }: ICAL.Event, timezone: string): number {
  const { year, month, day, hour, minute, second, isDate } = time;
  const local = new Temporal.PlainDateTime(year, month, day, hour, minute, second);
  if (isDate) return instantOf(local, timezone, 'first');
  if (time.zone === ICAL.Timezone.utcTimezone) return instantOf(local, 'UTC', 'first');
  const named = String(component.getFirstProperty('dtstart')?.getFirstParameter('tzid') ?? '');
  if (timeZone.safeParse(named).success) return instantOf(local, named, 'first');
  const floats = time.zone === null || time.zone === ICAL.Timezone.localTimezone;
  return floats ? instantOf(local, timezone, 'first') : time.toUnixTime() * 1000;
}
