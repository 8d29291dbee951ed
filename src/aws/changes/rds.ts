import type {
  CancelExportTaskCommandInput,
  CopyDBSnapshotCommandInput,
  CreateDBClusterSnapshotCommandInput,
  CreateDBSnapshotCommandInput,
  DeleteDBClusterSnapshotCommandInput,
  DeleteDBInstanceCommandInput,
  DeleteDBSnapshotCommandInput,
  DescribeDBClustersCommandInput,
  DescribeDBClusterSnapshotsCommandInput,
  DescribeDBInstancesCommandInput,
  DescribeDBSnapshotsCommandInput,
  DescribeDBSubnetGroupsCommandInput,
  DescribeExportTasksCommandInput,
  DescribeGlobalClustersCommandInput,
  FailoverGlobalClusterCommandInput,
  ModifyDBInstanceCommandInput,
  PromoteReadReplicaCommandInput,
  RestoreDBInstanceFromDBSnapshotCommandInput,
  RestoreDBInstanceToPointInTimeCommandInput,
  StartExportTaskCommandInput,
  SwitchoverGlobalClusterCommandInput,
} from '@aws-sdk/client-rds';
import { planned } from './planned.ts';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CancelExportTask.html */
export const cancelExportTask = planned<CancelExportTaskCommandInput>('rds', 'CancelExportTask');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html */
export const copyDBSnapshot = planned<CopyDBSnapshotCommandInput>('rds', 'CopyDBSnapshot');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html */
export const createDBClusterSnapshot = planned<CreateDBClusterSnapshotCommandInput>('rds', 'CreateDBClusterSnapshot');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html */
export const createDBSnapshot = planned<CreateDBSnapshotCommandInput>('rds', 'CreateDBSnapshot');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBClusterSnapshot.html */
export const deleteDBClusterSnapshot = planned<DeleteDBClusterSnapshotCommandInput>('rds', 'DeleteDBClusterSnapshot');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html */
export const deleteDBInstance = planned<DeleteDBInstanceCommandInput>('rds', 'DeleteDBInstance');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSnapshot.html */
export const deleteDBSnapshot = planned<DeleteDBSnapshotCommandInput>('rds', 'DeleteDBSnapshot');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html */
export const describeDBClusters = planned<DescribeDBClustersCommandInput>('rds', 'DescribeDBClusters');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html */
export const describeDBClusterSnapshots = planned<DescribeDBClusterSnapshotsCommandInput>(
  'rds',
  'DescribeDBClusterSnapshots',
);
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
export const describeDBInstances = planned<DescribeDBInstancesCommandInput>('rds', 'DescribeDBInstances');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html */
export const describeDBSnapshots = planned<DescribeDBSnapshotsCommandInput>('rds', 'DescribeDBSnapshots');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSubnetGroups.html */
export const describeDBSubnetGroups = planned<DescribeDBSubnetGroupsCommandInput>('rds', 'DescribeDBSubnetGroups');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeExportTasks.html */
export const describeExportTasks = planned<DescribeExportTasksCommandInput>('rds', 'DescribeExportTasks');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeGlobalClusters.html */
export const describeGlobalClusters = planned<DescribeGlobalClustersCommandInput>('rds', 'DescribeGlobalClusters');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverGlobalCluster.html */
export const failoverGlobalCluster = planned<FailoverGlobalClusterCommandInput>('rds', 'FailoverGlobalCluster');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html */
export const modifyDBInstance = planned<ModifyDBInstanceCommandInput>('rds', 'ModifyDBInstance');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PromoteReadReplica.html */
export const promoteReadReplica = planned<PromoteReadReplicaCommandInput>('rds', 'PromoteReadReplica');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html */
export const restoreDBInstanceFromDBSnapshot = planned<RestoreDBInstanceFromDBSnapshotCommandInput>(
  'rds',
  'RestoreDBInstanceFromDBSnapshot',
);
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceToPointInTime.html */
export const restoreDBInstanceToPointInTime = planned<RestoreDBInstanceToPointInTimeCommandInput>(
  'rds',
  'RestoreDBInstanceToPointInTime',
);
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartExportTask.html */
export const startExportTask = planned<StartExportTaskCommandInput>('rds', 'StartExportTask');
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_SwitchoverGlobalCluster.html */
export const switchoverGlobalCluster = planned<SwitchoverGlobalClusterCommandInput>('rds', 'SwitchoverGlobalCluster');
