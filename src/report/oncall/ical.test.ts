import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { shiftCalendar } from './ical.ts';

const SHIFT = {
  rotation: 'primary',
  person: 'alice',
  layer: 0,
  start: Date.parse('2026-01-05T14:00:00Z'),
  end: Date.parse('2026-01-12T14:00:00Z'),
};
const PEOPLE = { alice: { name: 'Alice; Example, of "Ops"\nBEGIN:VEVENT' } };
const now = new Date('2026-01-01T00:00:00Z');

test('is a published calendar of one event a shift, in UTC, as free time, to be looked at again after an hour', () => {
  const text = calendar();
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:.+\r\nMETHOD:PUBLISH\r\n/);
  expect(text).toMatch(/\r\nEND:VCALENDAR\r\n$/);
  expect(text.split('\r\n')).toEqual(
    expect.arrayContaining([
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
      'DTSTAMP:20260101T000000Z',
      'DTSTART:20260105T140000Z',
      'DTEND:20260112T140000Z',
      'TRANSP:TRANSPARENT',
    ]),
  );
});

test('no line is longer than 75 bytes, and no name breaks out of its line', () => {
  const text = calendar();
  expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
  const read = new ICAL.Component(ICAL.parse(text));
  const events = read.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
  expect(events.map(({ summary }) => summary)).toEqual([
    'On call: Alice; Example, of "Ops"\nBEGIN:VEVENT (plat, form, primary)',
  ]);
});

test('the same shift has the same UID whenever it is asked for, and another shift another', () => {
  const uids = (text: string) => text.match(/^UID:.*$/gm) ?? [];
  const later = calendar({ now: new Date('2026-02-01T00:00:00Z') });
  expect(uids(later)).toEqual(uids(calendar()));
  const others = [
    { ...SHIFT, rotation: 'secondary' },
    { ...SHIFT, person: 'bob' },
    { ...SHIFT, start: SHIFT.start + 1000 },
  ];
  expect(new Set(uids(calendar({ shifts: [SHIFT, ...others] }))).size).toBe(4);
});

test('says instead of whom a shift is done', () => {
  const shifts = [{ ...SHIFT, person: 'bob', instead: 'carol' }];
  expect(calendar({ shifts })).toContain('\r\nDESCRIPTION:Instead of carol.\r\n');
});

test('without any shift, it is a calendar all the same', () => {
  expect(new ICAL.Component(ICAL.parse(calendar({ shifts: [] }))).getAllSubcomponents('vevent')).toEqual([]);
});

function calendar(parts: Partial<Parameters<typeof shiftCalendar>[0]> = {}): string {
  return shiftCalendar({ schedule: 'plat, form', shifts: [SHIFT], people: PEOPLE, now, ...parts });
}
