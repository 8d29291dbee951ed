import { createHash } from 'node:crypto';
import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventTransparency } from 'ical-generator';
import { findPerson, type People } from '../../model/oncall/person.ts';
import type { Shift } from '../../model/oncall/shifts.ts';

export interface ShiftCalendar {
  readonly schedule: string;
  /** Whose shifts they are, where it is one person's calendar. */
  readonly person?: string | undefined;
  readonly shifts: readonly Shift[];
  readonly people: People;
  /** When it is made: `DTSTAMP` of every event. */
  readonly now: Date;
}

/** Clients look again after this long at the earliest; Google takes its own time. */
const REFRESH_SECONDS = 60 * 60;

/**
 * Shifts as a calendar to subscribe to, one event each: times in UTC, free time, so that nobody looks busy by being on call.
 * The same shift has the same UID whenever it is asked for.
 * https://www.rfc-editor.org/rfc/rfc5545, https://www.rfc-editor.org/rfc/rfc7986#section-5.7 (REFRESH-INTERVAL),
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcical (X-PUBLISHED-TTL)
 */
export function shiftCalendar({ schedule, person, shifts, people, now }: ShiftCalendar): string {
  const whose = person === undefined ? '' : `${nameOf(person, people)}, `;
  const calendar = ical({
    name: `On call: ${whose}${schedule}`,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Opsbook', product: 'On call', language: 'EN' },
    ttl: REFRESH_SECONDS,
  });
  for (const shift of shifts) {
    calendar.createEvent({
      id: uidOf(schedule, shift),
      stamp: now,
      start: new Date(shift.start),
      end: new Date(shift.end),
      summary: `On call: ${nameOf(shift.person, people)} (${schedule}, ${shift.rotation})`,
      description: shift.instead === undefined ? null : `Instead of ${nameOf(shift.instead, people)}.`,
      transparency: ICalEventTransparency.TRANSPARENT,
      busystatus: ICalEventBusyStatus.FREE,
    });
  }
  return `${calendar.toString()}\r\n`;
}

/** Of what makes it this shift: names of any kind give letters that every client takes. */
function uidOf(schedule: string, { rotation, person, start }: Shift): string {
  const words = JSON.stringify([schedule, rotation, person, start]);
  return `${createHash('sha256').update(words).digest('hex').slice(0, 32)}@oncall.opsbook`;
}

function nameOf(id: string, people: People): string {
  return findPerson(people, id)?.name ?? id;
}
