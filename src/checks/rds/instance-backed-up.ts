import { z } from 'zod';
import {
  type DBInstance,
  dbInstance,
  type DBSnapshot,
  describeDBInstances,
  describeDBSnapshots,
} from '../../aws/rds.ts';
import { pass } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';
import { type Backups, isLate, judgeBackups, judgedAt, newestAvailable } from './backup-freshness.ts';

export const instanceBackedUp = defineCheck({
  id: 'rds-instance-backed-up',
  title: 'Database instance is backed up',
  severity: 'high',
  why: 'What is written after the last backup is lost with the database; without automated backups all of it is.',
  remediation:
    'Set a backup retention period of at least 7 days; where snapshots have stopped, look at the events of the ' +
    'instance and at the AWS Backup plan, and take a snapshot now.',
  runbook: 'recovery/snapshot-database',
  calls: ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'],
  settings: z.object({
    snapshotAgeHours: z.number().positive().default(26),
    restorableAgeHours: z.number().positive().default(1),
  }),
  async *evaluate({ aws, now, settings }) {
    const instances = await describeDBInstances(aws, {});
    // A member of a cluster is restored with its cluster, which has a check of its own.
    const own = instances.filter((instance) => instance.DBClusterIdentifier === undefined);
    if (own.length === 0) return;
    const snapshots = await describeDBSnapshots(aws, {});
    const isStale = (instance: DBInstance): boolean => {
      const newest = newestOf(instance, snapshots);
      return !newest || isLate(newest.createdAt, settings.snapshotAgeHours, now);
    };
    // AWS Backup's snapshots are a list of their own, which matters only where the others are too old.
    if (own.some(isStale)) snapshots.push(...(await describeDBSnapshots(aws, { SnapshotType: 'awsbackup' })));
    for (const instance of own) {
      const resource = dbInstance(aws, instance);
      const source = instance.ReadReplicaSourceDBInstanceIdentifier ?? instance.ReadReplicaSourceDBClusterIdentifier;
      if (source !== undefined && instance.BackupRetentionPeriod === 0) {
        yield pass(resource, `${resource.id} is a read replica of ${source}: the backups of ${source} count.`, {
          replicaOf: source,
        });
        continue;
      }
      const backups: Backups = {
        retentionDays: instance.BackupRetentionPeriod ?? 0,
        newestSnapshot: newestOf(instance, snapshots),
        latestRestorableTime: instance.LatestRestorableTime,
      };
      const at = judgedAt(instance.DBInstanceStatus, instance.AutomaticRestartTime, now);
      yield judgeBackups(resource, backups, settings, at);
    }
  },
});

function newestOf(instance: DBInstance, snapshots: readonly DBSnapshot[]): Backups['newestSnapshot'] {
  return newestAvailable(
    snapshots
      .filter((snapshot) => isOf(snapshot, instance))
      .map((snapshot) => ({
        status: snapshot.Status,
        id: snapshot.DBSnapshotIdentifier,
        createdAt: snapshot.SnapshotCreateTime,
      })),
  );
}

/** By AWS's own id where both have one: an instance made anew under an old name was never in the old snapshots. */
function isOf(snapshot: DBSnapshot, instance: DBInstance): boolean {
  if (snapshot.DbiResourceId !== undefined && instance.DbiResourceId !== undefined) {
    return snapshot.DbiResourceId === instance.DbiResourceId;
  }
  return snapshot.DBInstanceIdentifier === instance.DBInstanceIdentifier;
}
