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
    const all = await describeDBSnapshots(aws, {});
    const snapshots: Snapshots = {
      all,
      idsTell: new Set(own.map(({ DbiResourceId }) => DbiResourceId)).size === own.length,
    };
    const isStale = (instance: DBInstance): boolean => {
      const newest = newestOf(instance, snapshots);
      return !newest || isLate(newest.createdAt, settings.snapshotAgeHours, now);
    };
    // AWS Backup's snapshots are a list of their own, which matters only where the others are too old.
    if (own.some(isStale)) all.push(...(await describeDBSnapshots(aws, { SnapshotType: 'awsbackup' })));
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

interface Snapshots {
  readonly all: readonly DBSnapshot[];
  /** Whether no two instances have one resource id. */
  readonly idsTell: boolean;
}

function newestOf(instance: DBInstance, { all, idsTell }: Snapshots): Backups['newestSnapshot'] {
  return newestAvailable(
    all
      .filter((snapshot) => isOf(snapshot, instance, idsTell))
      .map((snapshot) => ({
        status: snapshot.Status,
        id: snapshot.DBSnapshotIdentifier,
        createdAt: takenAt(snapshot),
      })),
  );
}

/** A copy has the time it was copied at as its own, and what it holds is as old as the original. */
function takenAt({ SnapshotCreateTime: own, OriginalSnapshotCreateTime: original }: DBSnapshot): Date | undefined {
  return own && original && original < own ? original : own;
}

/**
 * By AWS's own id where both have one: an instance made anew under an old name was never in the old snapshots. An
 * endpoint that gives every instance the same id (a simulator does) tells them apart by name only.
 */
function isOf(snapshot: DBSnapshot, instance: DBInstance, idsTell: boolean): boolean {
  if (idsTell && snapshot.DbiResourceId !== undefined && instance.DbiResourceId !== undefined) {
    return snapshot.DbiResourceId === instance.DbiResourceId;
  }
  return snapshot.DBInstanceIdentifier === instance.DBInstanceIdentifier;
}
