import { expect, test } from 'vitest';
import { judge, lines, NOTHING_OUTSIDE, NOW } from '../../../test/answers.ts';
import type { DrillRecord } from '../../model/outside.ts';
import { drillRecent } from './drill-recent.ts';

const DAY_MS = 86_400_000;

function drill(name: string, agoMs: number): DrillRecord {
  return { drill: name, succeededAt: new Date(NOW.getTime() - agoMs).toISOString() };
}

function after(...drills: readonly DrillRecord[]) {
  return judge(drillRecent, {}, { outside: { ...NOTHING_OUTSIDE, drills: () => Promise.resolve(drills) } });
}

test('E6.4 backups are verified by a drill that has succeeded, the newest of all', async () => {
  expect(lines(await after(drill('old', 200 * DAY_MS), drill('database', 12 * DAY_MS)))).toEqual([
    '123456789012: pass: The drill database succeeded 12 days ago.',
  ]);
});

test('no drill at all is a finding of the account', async () => {
  const [finding] = await after();
  expect(finding).toMatchObject({ status: 'fail', severity: 'high', region: 'global' });
  expect(finding?.reason).toBe('No recovery drill has succeeded yet.');
});

test.each([
  [90 * DAY_MS, 'pass'],
  [90 * DAY_MS + 1000, 'fail'],
])('a drill %i ms ago: %s', async (agoMs, status) => {
  const [finding] = await after(drill('database', agoMs));
  expect(finding?.status).toBe(status);
});

test('a date that is still to come is a slip of the pen, not a drill that has succeeded', async () => {
  const [finding] = await after(drill('database', -DAY_MS));
  expect(finding).toMatchObject({ status: 'fail', reason: 'No recovery drill has succeeded yet.' });
});

test('G9 the newest drill is so by the instant, in whatever zone it is written', async () => {
  const [finding] = await after(
    { drill: 'written in Asia', succeededAt: '2026-11-20T03:00:00+09:00' },
    { drill: 'newest', succeededAt: '2026-11-19T22:00:00Z' },
  );
  expect(finding?.reason).toBe('The drill newest succeeded 3 days ago.');
});
