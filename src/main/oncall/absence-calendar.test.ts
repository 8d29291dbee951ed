import { describe, expect, test } from 'vitest';
import { absencesIn } from './absence-calendar.ts';
import { withinTime } from './within-time.ts';

test('days begin where the person is, and the last day of a holiday is the one before its end', () => {
  expect(away(event('DTSTART;VALUE=DATE:20260309', 'DTEND;VALUE=DATE:20260311', 'SUMMARY:Skiing\\, far away'))).toEqual(
    ['2026-03-08T23:00 2026-03-10T23:00 Skiing, far away'],
  );
});

test('a day without an end is that day', () => {
  expect(away(event('DTSTART;VALUE=DATE:20260309'))).toEqual(['2026-03-08T23:00 2026-03-09T23:00 ']);
});

test('times are in UTC, in the zone that the event names, or where the person is', () => {
  expect(away(event('DTSTART:20260309T080000Z', 'DTEND:20260309T090000Z'))).toEqual([
    '2026-03-09T08:00 2026-03-09T09:00 ',
  ]);
  expect(
    away(event('DTSTART;TZID=America/New_York:20260309T080000', 'DTEND;TZID=America/New_York:20260309T090000')),
  ).toEqual(['2026-03-09T12:00 2026-03-09T13:00 ']);
  expect(away(event('DTSTART:20260309T080000', 'DURATION:PT1H'))).toEqual(['2026-03-09T07:00 2026-03-09T08:00 ']);
});

test("a zone with a name of Outlook's own is read by the rules that the calendar carries", () => {
  const zone = [
    'BEGIN:VTIMEZONE',
    'TZID:Somewhere Standard Time',
    'BEGIN:STANDARD',
    'DTSTART:16010101T000000',
    'TZOFFSETFROM:+0530',
    'TZOFFSETTO:+0530',
    'END:STANDARD',
    'END:VTIMEZONE',
  ];
  const own = ';TZID=Somewhere Standard Time:';
  expect(away([...zone, ...event(`DTSTART${own}20260309T080000`, `DTEND${own}20260309T090000`)])).toEqual([
    '2026-03-09T02:30 2026-03-09T03:30 ',
  ]);
});

test('repeats are told one by one within the span, at the same time of day when the clocks change', () => {
  const weekly = event('DTSTART;TZID=Europe/Vienna:20200106T080000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;BYDAY=MO');
  expect(away(weekly)).toEqual([
    '2026-03-02T07:00 2026-03-02T08:00 ',
    '2026-03-09T07:00 2026-03-09T08:00 ',
    '2026-03-16T07:00 2026-03-16T08:00 ',
    '2026-03-23T07:00 2026-03-23T08:00 ',
    '2026-03-30T06:00 2026-03-30T07:00 ',
  ]);
});

test('a repeat that was moved is where it was moved to, one that was dropped is not, and other events are not touched', () => {
  const rule = ['DTSTART:20260302T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY', 'EXDATE:20260323T080000Z'];
  const moved = event('RECURRENCE-ID:20260309T080000Z', 'DTSTART:20260310T120000Z', 'DURATION:PT2H');
  const dropped = event(
    'RECURRENCE-ID:20260316T080000Z',
    'DTSTART:20260316T080000Z',
    'DURATION:PT1H',
    'STATUS:CANCELLED',
  );
  const other = event('DTSTART:20260309T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=1').map((line) =>
    line === 'UID:1' ? 'UID:2' : line,
  );
  expect(away([...event(...rule), ...moved, ...dropped, ...other]).toSorted()).toEqual([
    '2026-03-02T08:00 2026-03-02T09:00 ',
    '2026-03-09T08:00 2026-03-09T09:00 ',
    '2026-03-10T12:00 2026-03-10T14:00 ',
    '2026-03-30T08:00 2026-03-30T09:00 ',
  ]);
});

test('a repeat from long after may have been moved into the span', () => {
  const rule = event('DTSTART:20260601T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY');
  const moved = event('RECURRENCE-ID:20260608T080000Z', 'DTSTART:20260310T120000Z', 'DURATION:PT2H');
  expect(away([...rule, ...moved])).toEqual(['2026-03-10T12:00 2026-03-10T14:00 ']);
});

test('free time and what is cancelled are no absence', () => {
  const at = ['DTSTART:20260309T080000Z', 'DTEND:20260309T090000Z'];
  expect(away([...event(...at, 'TRANSP:TRANSPARENT'), ...event(...at, 'STATUS:CANCELLED')])).toEqual([]);
});

test('what begins before the span or ends after it is told whole, what is beside it is not', () => {
  expect(away(event('DTSTART:20260201T000000Z', 'DTEND:20260301T000000Z'))).toEqual([]);
  expect(away(event('DTSTART:20260401T000000Z', 'DTEND:20260501T000000Z'))).toEqual([]);
  expect(away(event('DTSTART:20260201T000000Z', 'DTEND:20260501T000000Z'))).toEqual([
    '2026-02-01T00:00 2026-05-01T00:00 ',
  ]);
});

describe('a calendar that', () => {
  test('is none is refused', () => {
    expect(() => absencesIn('<html>', READING)).toThrow(/invalid/i);
  });

  test('repeats every second is given up', () => {
    expect(() => away(event('DTSTART:20260101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY'))).toThrow(
      /repeats more/,
    );
  });

  test('asks for the thirtieth of February does not keep anybody waiting', () => {
    const never = event('DTSTART:20260101T000000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30');
    expect(() => withinTime(200, () => away(never))).toThrow(/timed out/);
  });
});

const READING = {
  person: 'alice',
  from: new Date('2026-03-01T00:00:00Z'),
  to: new Date('2026-04-01T00:00:00Z'),
  timezone: 'Europe/Vienna',
};

function event(...lines: string[]): string[] {
  return ['BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'];
}

function away(lines: readonly string[]): string[] {
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', ...lines, 'END:VCALENDAR', ''].join('\r\n');
  const minute = (at: Date): string => at.toISOString().slice(0, 16);
  return absencesIn(text, READING).map(({ start, end, summary }) => `${minute(start)} ${minute(end)} ${summary}`);
}
