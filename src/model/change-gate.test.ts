import { expect, test } from 'vitest';
import { closedWords } from './change-gate.ts';

const nightly = { timezone: 'UTC', days: [], start: '02:00', end: '05:00' };
const freeze = { reason: 'Black Friday', start: '2026-11-27T00:00:00Z', end: '2026-11-30T00:00:00Z' };

test.each([
  ['2026-11-23T03:00:00Z', undefined],
  ['2026-11-23T05:00:00Z', 'no change window is open; the next one is from 2026-11-24T02:00Z to 2026-11-24T05:00Z'],
  // Inside the nightly window: the blackout wins.
  ['2026-11-27T03:00:00Z', 'changes are blacked out until 2026-11-30T00:00Z (Black Friday)'],
])('EN15: at %s: %s', (now, words) => {
  expect(closedWords(new Date(now), { windows: [nightly], blackouts: [freeze] })).toBe(words);
});

test('without a change calendar, production may be changed at any time', () => {
  expect(closedWords(new Date('2026-11-27T03:00:00Z'), { windows: [], blackouts: [] })).toBeUndefined();
});
