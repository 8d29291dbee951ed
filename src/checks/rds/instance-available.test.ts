import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { instanceAvailable } from './instance-available.ts';

function instances(...statuses: readonly string[]) {
  const DBInstances = statuses.map((DBInstanceStatus, index) => ({
    DBInstanceIdentifier: `db-${index}-${DBInstanceStatus}`,
    DBInstanceStatus,
  }));
  return { 'rds:DescribeDBInstances': { DBInstances } } as const;
}

test('E1.2 every database gets a verdict: a failure is critical, a stopped one medium, what passes by itself passes', async () => {
  const statuses = [
    'available',
    'storage-full',
    'stopped',
    'backing-up',
    'incompatible-parameters',
    'configuring-iam-database-auth',
  ];
  const findings = await judge(instanceAvailable, instances(...statuses));
  expect(lines(findings)).toEqual([
    'db-1-storage-full: fail critical: db-1-storage-full is storage-full.',
    'db-4-incompatible-parameters: fail critical: db-4-incompatible-parameters is incompatible-parameters.',
    'db-2-stopped: fail medium: db-2-stopped is stopped.',
    'db-0-available: pass: db-0-available is available.',
    'db-3-backing-up: pass: db-3-backing-up is backing-up, which passes by itself.',
    'db-5-configuring-iam-database-auth: pass: db-5-configuring-iam-database-auth is configuring-iam-database-auth, which passes by itself.',
  ]);
});

test.each([
  'failed',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
  'incompatible-network',
  'incompatible-option-group',
  'incompatible-restore',
  'restore-error',
  'insufficient-capacity',
])('%s is a failure', async (status) => {
  const [finding] = await judge(instanceAvailable, instances(status));
  expect(finding).toMatchObject({ status: 'fail', severity: 'critical' });
});

test.each(['maintenance', 'modifying', 'rebooting', 'storage-optimization', 'upgrading', 'creating', 'renaming'])(
  '%s passes, and the reason says so',
  async (status) => {
    const [finding] = await judge(instanceAvailable, instances(status));
    expect(finding).toMatchObject({ status: 'pass', reason: expect.stringContaining(status) });
  },
);

test('a status that AWS has invented since is unknown, neither good nor bad', async () => {
  const findings = await judge(instanceAvailable, instances('levitating'));
  expect(lines(findings)).toEqual([
    'db-0-levitating: unknown: db-0-levitating has a status that Opsbook does not know: levitating.',
  ]);
});

test('reads every page, a hundred databases at a time', async () => {
  const all = Array.from({ length: 250 }, (_, index) => ({
    DBInstanceIdentifier: `db-${index}`,
    DBInstanceStatus: 'available',
  }));
  const transport = answering({
    'rds:DescribeDBInstances': ({ Marker = '0', MaxRecords = 20 }: { Marker?: string; MaxRecords?: number }) => {
      const from = Number(Marker);
      const next = from + MaxRecords < all.length ? { Marker: String(from + MaxRecords) } : {};
      return { DBInstances: all.slice(from, from + MaxRecords), ...next };
    },
  });
  expect(await judge(instanceAvailable, transport)).toHaveLength(250);
  expect(transport.asked).toHaveLength(3);
});

test('a denied read is unknown and names the missing action; no database is no finding', async () => {
  const denied = await judge(instanceAvailable, {
    'rds:DescribeDBInstances': () => awsError('AccessDenied', 'no', 403),
  });
  expect(lines(denied)).toEqual(['rds: unknown: AccessDenied: rds:DescribeDBInstances is not allowed.']);
  expect(await judge(instanceAvailable, instances())).toEqual([]);
});
