import type { Sequence } from '../sequence.ts';

const cluster = { DBClusterIdentifier: 'orders-cluster' };
const snapshot = { DBClusterSnapshotIdentifier: 'sequence-orders' };
const NOBODY = { DBClusterIdentifier: 'nobodys' };

export const rdsCluster: Sequence = {
  name: 'cluster',
  steps: [
    [
      'snapshot taken',
      'rds:CreateDBClusterSnapshot',
      { ...cluster, ...snapshot, Tags: [{ Key: 'Team', Value: 'shop' }] },
    ],
    ['snapshot taken again', 'rds:CreateDBClusterSnapshot', { ...cluster, ...snapshot }],
    ['snapshot of nobody', 'rds:CreateDBClusterSnapshot', { ...NOBODY, DBClusterSnapshotIdentifier: 'r1' }],
    ['malformed name', 'rds:CreateDBClusterSnapshot', { ...cluster, DBClusterSnapshotIdentifier: 'x--y' }],
    { minutes: 30 },
    ['snapshot read', 'rds:DescribeDBClusterSnapshots', snapshot],
    ['snapshot deleted', 'rds:DeleteDBClusterSnapshot', snapshot],
    ['snapshot deleted again', 'rds:DeleteDBClusterSnapshot', snapshot],
    ['snapshot read when deleted', 'rds:DescribeDBClusterSnapshots', snapshot],
    ['failed over', 'rds:FailoverDBCluster', cluster],
    { minutes: 10 },
    ['nobody failed over', 'rds:FailoverDBCluster', NOBODY],
    ['failed over to nobody', 'rds:FailoverDBCluster', { ...cluster, TargetDBInstanceIdentifier: 'nobodys' }],
    ['none failed over', 'rds:FailoverDBCluster', {}],
  ],
};
