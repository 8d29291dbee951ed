import { expect, test } from 'vitest';
import { finding, result } from '../fixtures/result.ts';
import { exitCode } from '../../src/cli/run.ts';
import type { SuppressionRow } from '../../src/store/suppressions.ts';
import { suppressResult } from '../../src/main/memory/suppress-result.ts';

const UNTIL = new Date('2026-12-24T00:00:00Z');

test('what is suppressed is shown, counted by itself, and fails nothing', () => {
  const bad = finding({ id: 'orders-db' });
  const suppressed = suppressResult(result({ findings: [bad] }), [suppression(bad.id)]);
  expect(suppressed.findings[0]?.suppressed).toEqual({
    reason: 'known',
    actor: 'anna',
    until: '2026-12-24T00:00:00.000Z',
  });
  expect(suppressed.summary).toEqual({ pass: 0, fail: 0, unknown: 0, suppressed: 1 });
  expect(exitCode(suppressed, 'low')).toBe(0);
});

test('what passes needs no suppression, and counts as passed', () => {
  const good = finding({ id: 'orders-db', status: 'pass' });
  const { summary } = suppressResult(result({ findings: [good] }), [suppression(good.id)]);
  expect(summary).toEqual({ pass: 1, fail: 0, unknown: 0, suppressed: 0 });
});

test('another finding of the same check fails as before', () => {
  const [known, other] = [finding({ id: 'orders-db' }), finding({ id: 'web-db' })];
  expect(exitCode(suppressResult(result({ findings: [known, other] }), [suppression(known.id)]), 'low')).toBe(1);
});

function suppression(findingId: string): SuppressionRow {
  const lifted = { liftedAt: null, liftedBy: null };
  return { id: 1, findingId, reason: 'known', actor: 'anna', createdAt: new Date(0), until: UNTIL, ...lifted };
}
