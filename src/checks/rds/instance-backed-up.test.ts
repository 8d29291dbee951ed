import { expect, test } from 'vitest';
import { answering, judge, lines, NOW } from '../../../test/answers.ts';
import { instanceBackedUp } from './instance-backed-up.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function ago(ms: number): Date {
  return new Date(NOW.getTime() - ms);
}

function instance(id: string, more: object = {}) {
  return {
    DBInstanceIdentifier: id,
    DBInstanceStatus: 'available',
    BackupRetentionPeriod: 7,
    LatestRestorableTime: ago(5 * 60_000),
    ...more,
  };
}

function snapshot(of: string, ageMs: number, more: object = {}) {
  return {
    DBSnapshotIdentifier: `rds:${of}`,
    DBInstanceIdentifier: of,
    Status: 'available',
    SnapshotType: 'automated',
    SnapshotCreateTime: ago(ageMs),
    ...more,
  };
}

function answers(DBInstances: readonly object[], snapshots: readonly object[], byAwsBackup: readonly object[] = []) {
  return {
    'rds:DescribeDBInstances': { DBInstances },
    'rds:DescribeDBSnapshots': ({ SnapshotType }: { SnapshotType?: string }) => ({
      DBSnapshots: SnapshotType === 'awsbackup' ? byAwsBackup : snapshots,
    }),
  };
}

test('E6.1 a database without a fresh snapshot is a finding, and so is one without any', async () => {
  const findings = await judge(
    instanceBackedUp,
    answers(
      [instance('good'), instance('stale'), instance('none'), instance('failed'), instance('in-progress')],
      [
        snapshot('good', 5 * HOUR_MS),
        snapshot('good', 29 * HOUR_MS),
        snapshot('stale', 9 * DAY_MS),
        snapshot('failed', HOUR_MS, { Status: 'failed' }),
        snapshot('in-progress', 60_000, { Status: 'creating' }),
      ],
    ),
  );
  expect(lines(findings)).toEqual([
    'failed: fail high: failed is not backed up as it should be: it has no available snapshot.',
    'in-progress: fail high: in-progress is not backed up as it should be: it has no available snapshot.',
    'none: fail high: none is not backed up as it should be: it has no available snapshot.',
    'stale: fail high: stale is not backed up as it should be: its newest snapshot rds:stale is 9 days old.',
    'good: pass: good can be restored to 2026-11-23T07:55:00.000Z; its newest snapshot rds:good is 5 hours old.',
  ]);
});

test('E6.1 a copy made today of an old snapshot is as old as the original', async () => {
  const copy = snapshot('a', HOUR_MS, { SnapshotType: 'manual', OriginalSnapshotCreateTime: ago(9 * DAY_MS) });
  expect(lines(await judge(instanceBackedUp, answers([instance('a')], [copy])))).toEqual([
    'a: fail high: a is not backed up as it should be: its newest snapshot rds:a is 9 days old.',
  ]);
});

test('a retention of 0 days is critical, whatever snapshots there are', async () => {
  const off = { BackupRetentionPeriod: 0, LatestRestorableTime: undefined };
  const findings = await judge(
    instanceBackedUp,
    answers([instance('off', off), instance('manual', off)], [snapshot('manual', HOUR_MS, { SnapshotType: 'manual' })]),
  );
  expect(lines(findings)).toEqual([
    'manual: fail critical: manual keeps no automated backups (retention 0), and its newest snapshot rds:manual is 1 hour old.',
    'off: fail critical: off keeps no automated backups (retention 0), and it has no available snapshot.',
  ]);
});

test.each([
  ['exactly 26 hours old', 26 * HOUR_MS, 'pass'],
  ['26 hours and a second old', 26 * HOUR_MS + 1000, 'fail'],
])('a snapshot %s', async (_, ageMs, status) => {
  const findings = await judge(instanceBackedUp, answers([instance('a')], [snapshot('a', ageMs)]));
  expect(findings.map((finding) => finding.status)).toEqual([status]);
});

test.each([
  ['exactly an hour ago', ago(HOUR_MS), 'pass'],
  ['an hour and a second ago', ago(HOUR_MS + 1000), 'fail'],
  ['that AWS does not give', undefined, 'fail'],
])('a latest restorable time %s', async (_, LatestRestorableTime, status) => {
  const findings = await judge(
    instanceBackedUp,
    answers([instance('a', { LatestRestorableTime })], [snapshot('a', HOUR_MS)]),
  );
  expect(findings.map((finding) => finding.status)).toEqual([status]);
});

test("AWS Backup's snapshots count, and are asked for only where the others are too old", async () => {
  const saved = answering(answers([instance('a')], [], [snapshot('a', 2 * HOUR_MS, { SnapshotType: 'awsbackup' })]));
  expect(lines(await judge(instanceBackedUp, saved))).toEqual([
    'a: pass: a can be restored to 2026-11-23T07:55:00.000Z; its newest snapshot rds:a is 2 hours old.',
  ]);
  const fresh = answering(answers([instance('a'), instance('b')], [snapshot('a', HOUR_MS), snapshot('b', HOUR_MS)]));
  await judge(instanceBackedUp, fresh);
  expect(fresh.asked.map(({ operation }) => operation)).toEqual(['DescribeDBInstances', 'DescribeDBSnapshots']);
});

test('snapshots of an older database of the same name do not count', async () => {
  const findings = await judge(
    instanceBackedUp,
    answers([instance('a', { DbiResourceId: 'db-NEW' })], [snapshot('a', HOUR_MS, { DbiResourceId: 'db-OLD' })]),
  );
  expect(findings.map(({ status }) => status)).toEqual(['fail']);
});

test('a member of a cluster is left to its cluster, a read replica without backups to its source', async () => {
  const findings = await judge(
    instanceBackedUp,
    answers(
      [
        instance('orders-1', { DBClusterIdentifier: 'orders', BackupRetentionPeriod: 0 }),
        instance('replica', { ReadReplicaSourceDBInstanceIdentifier: 'main', BackupRetentionPeriod: 0 }),
      ],
      [],
    ),
  );
  expect(lines(findings)).toEqual(['replica: pass: replica is a read replica of main: the backups of main count.']);
});

test('a stopped database is judged as of when it was stopped: AWS makes no backups of it', async () => {
  const stopped = {
    DBInstanceStatus: 'stopped',
    LatestRestorableTime: ago(3 * DAY_MS + 60_000),
    AutomaticRestartTime: new Date(NOW.getTime() + 4 * DAY_MS),
  };
  const findings = await judge(
    instanceBackedUp,
    answers([instance('a', stopped), instance('b', stopped)], [snapshot('a', 4 * DAY_MS), snapshot('b', 5 * DAY_MS)]),
  );
  expect(lines(findings)).toEqual([
    'b: fail high: b is not backed up as it should be: its newest snapshot rds:b was 2 days old when it was stopped.',
    'a: pass: a can be restored to 2026-11-20T07:59:00.000Z; its newest snapshot rds:a was 1 day old when it was stopped.',
  ]);
});
