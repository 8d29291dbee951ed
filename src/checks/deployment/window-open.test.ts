import { expect, test } from 'vitest';
import { judge, lines, NOTHING_OUTSIDE } from '../../../test/answers.ts';
import type { Blackout, ChangeWindow } from '../../model/outside.ts';
import { windowOpen } from './window-open.ts';

const nightly: ChangeWindow = { timezone: 'UTC', days: [], start: '02:00', end: '05:00' };
const freeze: Blackout = { reason: 'Black Friday', start: '2026-11-27T00:00:00Z', end: '2026-11-30T00:00:00Z' };

test.each([
  ['2026-11-23T01:59:00Z', 'fail high: No change window is open; the next one opens at 2026-11-23T02:00:00Z.'],
  ['2026-11-23T02:00:00Z', 'pass: The change window is open until 2026-11-23T05:00:00Z.'],
  ['2026-11-23T04:59:00Z', 'pass: The change window is open until 2026-11-23T05:00:00Z.'],
  ['2026-11-23T05:00:00Z', 'fail high: No change window is open; the next one opens at 2026-11-24T02:00:00Z.'],
])('E11.6 at %s: %s', async (instant, line) => {
  expect(await look(instant, [nightly])).toEqual([`change-window: ${line}`]);
});

test('E11.6 a blackout wins over an open window, and says why', async () => {
  expect(await look('2026-11-27T03:00:00Z', [nightly], [freeze])).toEqual([
    'change-window: fail high: Changes are blacked out until 2026-11-30T00:00:00Z: Black Friday.',
  ]);
});

test('says that nothing opens where a blackout covers the weeks ahead', async () => {
  const long = { ...freeze, end: '2027-01-10T00:00:00Z' };
  expect(await look('2026-11-26T06:00:00Z', [nightly], [long])).toEqual([
    'change-window: fail high: No change window is open; none opens within two weeks.',
  ]);
});

test('with blackouts alone, any other time is open', async () => {
  expect(await look('2026-11-23T12:00:00Z', [], [freeze])).toEqual([
    'change-window: pass: The change window is open until 2026-11-27T00:00:00Z.',
  ]);
});

test('without any configuration it passes, and says that nothing restricts a change', async () => {
  expect(await look('2026-11-23T12:00:00Z', [])).toEqual([
    'change-window: pass: No change window is configured, so a change is allowed at any time.',
  ]);
});

async function look(instant: string, windows: ChangeWindow[], blackouts: Blackout[] = []): Promise<string[]> {
  const outside = { ...NOTHING_OUTSIDE, windows, blackouts };
  return lines(await judge(windowOpen, {}, { outside, now: new Date(instant) }));
}
