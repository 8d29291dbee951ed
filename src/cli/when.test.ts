import { expect, test } from 'vitest';
import { parseSince, parseUntil } from './when.ts';

const now = new Date('2026-11-27T12:00:00Z');

test.each([
  ['now', '2026-11-27T12:00:00.000Z'],
  ['30d', '2026-12-27T12:00:00.000Z'],
  ['1h30m', '2026-11-27T13:30:00.000Z'],
  ['2026-12-24', '2026-12-24T00:00:00.000Z'],
  ['2026-12-24T08:00:00+01:00', '2026-12-24T07:00:00.000Z'],
])('until %s is %s', (text, instant) => {
  expect(parseUntil(text, now).toISOString()).toBe(instant);
});

test('since a duration is before now', () => {
  expect(parseSince('24h', now).toISOString()).toBe('2026-11-26T12:00:00.000Z');
});

test.each(['tomorrow', '2026-02-30', '', '10', '99999999999999d'])('%s is no time', (text) => {
  expect(() => parseUntil(text, now)).toThrow('expected a day, an instant with its zone, or a duration');
});
