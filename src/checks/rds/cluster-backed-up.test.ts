import { expect, test } from 'vitest';
import { judge, lines, NOW } from '../../../test/answers.ts';
import { clusterBackedUp } from './cluster-backed-up.ts';

const HOUR_MS = 3_600_000;

function ago(hours: number): Date {
  return new Date(NOW.getTime() - hours * HOUR_MS);
}

test('E6.1 Aurora clusters are judged too, by their own snapshots', async () => {
  const cluster = { Status: 'available', BackupRetentionPeriod: 7, LatestRestorableTime: ago(0.1) };
  const snapshot = { Status: 'available', SnapshotType: 'automated' };
  const findings = await judge(clusterBackedUp, {
    'rds:DescribeDBClusters': {
      DBClusters: [
        { ...cluster, DBClusterIdentifier: 'good' },
        { ...cluster, DBClusterIdentifier: 'stale' },
        { ...cluster, DBClusterIdentifier: 'stuck', LatestRestorableTime: ago(3) },
        { ...cluster, DBClusterIdentifier: 'off', BackupRetentionPeriod: 0 },
      ],
    },
    'rds:DescribeDBClusterSnapshots': {
      DBClusterSnapshots: [
        { ...snapshot, DBClusterIdentifier: 'good', DBClusterSnapshotIdentifier: 's1', SnapshotCreateTime: ago(20) },
        { ...snapshot, DBClusterIdentifier: 'stale', DBClusterSnapshotIdentifier: 's2', SnapshotCreateTime: ago(27) },
        { ...snapshot, DBClusterIdentifier: 'stuck', DBClusterSnapshotIdentifier: 's3', SnapshotCreateTime: ago(2) },
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'off: fail critical: off keeps no automated backups (retention 0), and it has no available snapshot.',
    'stale: fail high: stale is not backed up as it should be: its newest snapshot s2 is 1 day old.',
    'stuck: fail high: stuck could be restored only to 2026-11-23T05:00:00.000Z, 3 hours back.',
    'good: pass: good can be restored to 2026-11-23T07:54:00.000Z; its newest snapshot s1 is 20 hours old.',
  ]);
});

test('without a cluster, snapshots are not asked for', async () => {
  expect(await judge(clusterBackedUp, { 'rds:DescribeDBClusters': {} })).toEqual([]);
});

test('E6.1 a copy made today of an old snapshot is not a backup of today', async () => {
  const snapshot = { DBClusterIdentifier: 'orders', Status: 'available', SnapshotType: 'manual' };
  const findings = await judge(clusterBackedUp, {
    'rds:DescribeDBClusters': {
      DBClusters: [{ DBClusterIdentifier: 'orders', BackupRetentionPeriod: 7, LatestRestorableTime: ago(0.1) }],
    },
    'rds:DescribeDBClusterSnapshots': {
      DBClusterSnapshots: [
        { ...snapshot, DBClusterSnapshotIdentifier: 'old', SnapshotCreateTime: ago(48) },
        {
          ...snapshot,
          DBClusterSnapshotIdentifier: 'copy',
          SnapshotCreateTime: ago(1),
          SourceDBClusterSnapshotArn: 'arn:aws:rds:us-east-1:123456789012:cluster-snapshot:old',
        },
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'orders: fail high: orders is not backed up as it should be: its newest snapshot old is 2 days old.',
  ]);
});
