import {
  DescribeDBClusterParametersCommand,
  DescribeDBClustersCommand,
  DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBEngineVersionsCommand,
  DescribeDBInstancesCommand,
  DescribeDBMajorEngineVersionsCommand,
  DescribeDBParametersCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  DescribeEventsCommand,
  DescribePendingMaintenanceActionsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { clientModule } from '../client-module.ts';

export const rds = clientModule(RDSClient, {
  DescribeDBClusterParameters: DescribeDBClusterParametersCommand,
  DescribeDBClusters: DescribeDBClustersCommand,
  DescribeDBClusterSnapshotAttributes: DescribeDBClusterSnapshotAttributesCommand,
  DescribeDBClusterSnapshots: DescribeDBClusterSnapshotsCommand,
  DescribeDBEngineVersions: DescribeDBEngineVersionsCommand,
  DescribeDBInstances: DescribeDBInstancesCommand,
  DescribeDBMajorEngineVersions: DescribeDBMajorEngineVersionsCommand,
  DescribeDBParameters: DescribeDBParametersCommand,
  DescribeDBSnapshotAttributes: DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshots: DescribeDBSnapshotsCommand,
  DescribeEvents: DescribeEventsCommand,
  DescribePendingMaintenanceActions: DescribePendingMaintenanceActionsCommand,
});
