import { z } from 'zod';
import {
  type DBCluster,
  dbCluster,
  type DBClusterSnapshot,
  describeDBClusters,
  describeDBClusterSnapshots,
} from '../../aws/rds.ts';
import { defineCheck } from '../define.ts';
import { type Backups, judgeBackups, judgedAt, newestAvailable } from './backup-freshness.ts';

export const clusterBackedUp = defineCheck({
  id: 'rds-cluster-backed-up',
  title: 'Database cluster is backed up',
  severity: 'high',
  why: 'What is written after the last backup is lost with the cluster.',
  remediation:
    'Set a backup retention period of at least 7 days; where snapshots have stopped, look at the events of the ' +
    'cluster and at the AWS Backup plan, and take a snapshot now.',
  runbook: 'recovery/snapshot-database',
  calls: ['rds:DescribeDBClusters', 'rds:DescribeDBClusterSnapshots'],
  settings: z.object({
    snapshotAgeHours: z.number().positive().default(26),
    restorableAgeHours: z.number().positive().default(1),
  }),
  async *evaluate({ aws, now, settings }) {
    const clusters = await describeDBClusters(aws, {});
    if (clusters.length === 0) return;
    const snapshots = await describeDBClusterSnapshots(aws, {});
    for (const cluster of clusters) {
      const backups: Backups = {
        retentionDays: cluster.BackupRetentionPeriod ?? 0,
        newestSnapshot: newestOf(cluster, snapshots),
        latestRestorableTime: cluster.LatestRestorableTime,
      };
      const at = judgedAt(cluster.Status, cluster.AutomaticRestartTime, now);
      const verdict = judgeBackups(dbCluster(aws, cluster), backups, settings, at);
      const members = (cluster.DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier: member }) => member ?? []);
      yield { ...verdict, evidence: { ...verdict.evidence, members } };
    }
  },
});

function newestOf(cluster: DBCluster, snapshots: readonly DBClusterSnapshot[]): Backups['newestSnapshot'] {
  return newestAvailable(
    snapshots
      // When the data of a copy was taken AWS does not say: the snapshot that it was copied from counts.
      .filter((snapshot) => isOf(snapshot, cluster) && !snapshot.SourceDBClusterSnapshotArn)
      .map((snapshot) => ({
        status: snapshot.Status,
        id: snapshot.DBClusterSnapshotIdentifier,
        createdAt: snapshot.SnapshotCreateTime,
      })),
  );
}

/** By AWS's own id where both have one: a cluster made anew under an old name was never in the old snapshots. */
function isOf(snapshot: DBClusterSnapshot, cluster: DBCluster): boolean {
  if (snapshot.DbClusterResourceId !== undefined && cluster.DbClusterResourceId !== undefined) {
    return snapshot.DbClusterResourceId === cluster.DbClusterResourceId;
  }
  return snapshot.DBClusterIdentifier === cluster.DBClusterIdentifier;
}
