import { expect, test } from 'vitest';
import { HOSTILE } from '../../../test/fixtures/result.ts';
import { findingsTable, type KnownFinding } from './table.ts';

const known: KnownFinding = {
  id: '1ceef52093a2b76d',
  check: 'rds-snapshot-not-public',
  account: '123456789012',
  region: 'us-east-1',
  resourceId: 'reporting-db',
  status: 'fail',
  severity: 'critical',
  reason: 'reporting-db can be restored by every AWS account.',
  firstSeen: new Date('2026-11-20T08:00:00Z'),
  lastSeen: new Date('2026-11-27T08:00:00Z'),
  failingSince: new Date('2026-11-22T08:00:00Z'),
  fixedAt: null,
  suppressed: null,
};
const options = { width: 80, limit: 9, more: false, fixed: false };

test('names a finding by the beginning of its id, with what is wrong and since when', () => {
  expect(findingsTable([known], options)).toBe(
    `1ceef520  critical  fail since 2026-11-22  rds-snapshot-not-public
          123456789012/us-east-1: reporting-db can be restored by every AWS
          account.
`,
  );
});

test('says until when what rests, in whose name and why', () => {
  const suppressed = { reason: 'the auditors know', actor: 'anna', until: new Date('2026-12-24T00:00:00Z') };
  const text = findingsTable([{ ...known, suppressed }], { ...options, width: 200 });
  expect(text).toContain('fail, suppressed since 2026-11-22');
  expect(text).toContain('(suppressed until 2026-12-24 00:00 UTC by anna: the auditors know)');
});

test('what was fixed is told from what is gone', () => {
  const fixedAt = new Date('2026-11-25T08:00:00Z');
  expect(findingsTable([{ ...known, status: 'pass', fixedAt }], options)).toContain('fixed since 2026-11-25');
  expect(findingsTable([{ ...known, fixedAt }], options)).toContain('gone since 2026-11-25');
});

test('what somebody wrote into a name cannot move the cursor', () => {
  const text = findingsTable([{ ...known, resourceId: HOSTILE.ansi, reason: HOSTILE.bidi }], options);
  // oxlint-disable-next-line no-control-regex -- what must not be there
  expect(text).not.toMatch(/[\u001B\u009B\u202E]/);
});

test('says that there are more than these', () => {
  expect(findingsTable([known], { ...options, limit: 1, more: true })).toContain('… and more than 1 finding (--limit)');
});
