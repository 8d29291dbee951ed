import type {
  DBCluster,
  DBClusterSnapshot,
  DBEngineVersion,
  DBInstance,
  DBInstanceAutomatedBackup,
  DBMajorEngineVersion,
  DBSnapshot,
  DBSubnetGroup,
  DescribeDBClusterParametersCommandInput,
  DescribeDBClusterParametersCommandOutput,
  DescribeDBClustersCommandInput,
  DescribeDBClustersCommandOutput,
  DescribeDBClusterSnapshotAttributesCommandInput,
  DescribeDBClusterSnapshotAttributesCommandOutput,
  DescribeDBClusterSnapshotsCommandInput,
  DescribeDBClusterSnapshotsCommandOutput,
  DescribeDBEngineVersionsCommandInput,
  DescribeDBEngineVersionsCommandOutput,
  DescribeDBInstanceAutomatedBackupsCommandInput,
  DescribeDBInstanceAutomatedBackupsCommandOutput,
  DescribeDBInstancesCommandInput,
  DescribeDBInstancesCommandOutput,
  DescribeDBMajorEngineVersionsCommandInput,
  DescribeDBMajorEngineVersionsCommandOutput,
  DescribeDBParametersCommandInput,
  DescribeDBParametersCommandOutput,
  DescribeDBSnapshotAttributesCommandInput,
  DescribeDBSnapshotAttributesCommandOutput,
  DescribeDBSnapshotsCommandInput,
  DescribeDBSnapshotsCommandOutput,
  DescribeDBSubnetGroupsCommandInput,
  DescribeDBSubnetGroupsCommandOutput,
  DescribeEventsCommandInput,
  DescribeEventsCommandOutput,
  DescribeOrderableDBInstanceOptionsCommandInput,
  DescribeOrderableDBInstanceOptionsCommandOutput,
  DescribeGlobalClustersCommandInput,
  DescribeGlobalClustersCommandOutput,
  DescribePendingMaintenanceActionsCommandInput,
  DescribePendingMaintenanceActionsCommandOutput,
  Event,
  GlobalCluster,
  OrderableDBInstanceOption,
  Parameter,
  ResourcePendingMaintenanceActions,
} from '@aws-sdk/client-rds';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list, one } from './read.ts';

export type {
  DBCluster,
  DBClusterSnapshot,
  DBEngineVersion,
  DBInstance,
  DBMajorEngineVersion,
  DBSnapshot,
  GlobalCluster,
  OrderableDBInstanceOption,
  Parameter,
  PendingMaintenanceAction,
} from '@aws-sdk/client-rds';

/** The largest page of every RDS list. */
const LARGEST = { MaxRecords: 100 } as const;

/**
 * DocumentDB's and Neptune's instances too: they share RDS's API.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
 */
export const describeDBInstances = list<DescribeDBInstancesCommandInput, DescribeDBInstancesCommandOutput, DBInstance>(
  'rds',
  'DescribeDBInstances',
  {
    items: (page) => page.DBInstances,
    next: ['Marker', (page) => page.Marker],
    page: LARGEST,
  },
);

/**
 * Aurora, Multi-AZ DB, DocumentDB and Neptune clusters.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html
 */
export const describeDBClusters = list<DescribeDBClustersCommandInput, DescribeDBClustersCommandOutput, DBCluster>(
  'rds',
  'DescribeDBClusters',
  { items: (page) => page.DBClusters, next: ['Marker', (page) => page.Marker], page: LARGEST },
);

/**
 * What each instance can be restored to by its automated backups, also of instances that are gone.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstanceAutomatedBackups.html
 */
export const describeDBInstanceAutomatedBackups = list<
  DescribeDBInstanceAutomatedBackupsCommandInput,
  DescribeDBInstanceAutomatedBackupsCommandOutput,
  DBInstanceAutomatedBackup
>('rds', 'DescribeDBInstanceAutomatedBackups', {
  items: (page) => page.DBInstanceAutomatedBackups,
  next: ['Marker', (page) => page.Marker],
  page: LARGEST,
});

/**
 * Automated and manual snapshots; AWS Backup's only with `SnapshotType: 'awsbackup'`, as far as AWS says.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html
 */
export const describeDBSnapshots = list<DescribeDBSnapshotsCommandInput, DescribeDBSnapshotsCommandOutput, DBSnapshot>(
  'rds',
  'DescribeDBSnapshots',
  {
    items: (page) => page.DBSnapshots,
    next: ['Marker', (page) => page.Marker],
    page: LARGEST,
  },
);

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html */
export const describeDBClusterSnapshots = list<
  DescribeDBClusterSnapshotsCommandInput,
  DescribeDBClusterSnapshotsCommandOutput,
  DBClusterSnapshot
>('rds', 'DescribeDBClusterSnapshots', {
  items: (page) => page.DBClusterSnapshots,
  next: ['Marker', (page) => page.Marker],
  page: LARGEST,
});

/** Who may restore one manual snapshot; there is no list of it. */
export const describeDBSnapshotAttributes = one<
  DescribeDBSnapshotAttributesCommandInput,
  DescribeDBSnapshotAttributesCommandOutput
>('rds', 'DescribeDBSnapshotAttributes');

export const describeDBClusterSnapshotAttributes = one<
  DescribeDBClusterSnapshotAttributesCommandInput,
  DescribeDBClusterSnapshotAttributesCommandOutput
>('rds', 'DescribeDBClusterSnapshotAttributes');

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBEngineVersions.html */
export const describeDBEngineVersions = list<
  DescribeDBEngineVersionsCommandInput,
  DescribeDBEngineVersionsCommandOutput,
  DBEngineVersion
>('rds', 'DescribeDBEngineVersions', {
  items: (page) => page.DBEngineVersions,
  next: ['Marker', (page) => page.Marker],
  page: LARGEST,
});

/**
 * When AWS's standard and extended support of each major version end.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBMajorEngineVersions.html
 */
export const describeDBMajorEngineVersions = list<
  DescribeDBMajorEngineVersionsCommandInput,
  DescribeDBMajorEngineVersionsCommandOutput,
  DBMajorEngineVersion
>('rds', 'DescribeDBMajorEngineVersions', {
  items: (page) => page.DBMajorEngineVersions,
  next: ['Marker', (page) => page.Marker],
  page: LARGEST,
});

/**
 * What can be ordered in a region: one for each version, class and storage type.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeOrderableDBInstanceOptions.html
 */
export const describeOrderableDBInstanceOptions = list<
  DescribeOrderableDBInstanceOptionsCommandInput,
  DescribeOrderableDBInstanceOptionsCommandOutput,
  OrderableDBInstanceOption
>('rds', 'DescribeOrderableDBInstanceOptions', {
  items: (page) => page.OrderableDBInstanceOptions,
  next: ['Marker', (page) => page.Marker],
  page: LARGEST,
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeGlobalClusters.html */
export const describeGlobalClusters = list<
  DescribeGlobalClustersCommandInput,
  DescribeGlobalClustersCommandOutput,
  GlobalCluster
>('rds', 'DescribeGlobalClusters', {
  items: (page) => page.GlobalClusters,
  next: ['Marker', (page) => page.Marker],
  page: LARGEST,
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSubnetGroups.html */
export const describeDBSubnetGroups = list<
  DescribeDBSubnetGroupsCommandInput,
  DescribeDBSubnetGroupsCommandOutput,
  DBSubnetGroup
>('rds', 'DescribeDBSubnetGroups', {
  items: (page) => page.DBSubnetGroups,
  next: ['Marker', (page) => page.Marker],
  page: LARGEST,
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribePendingMaintenanceActions.html */
export const describePendingMaintenanceActions = list<
  DescribePendingMaintenanceActionsCommandInput,
  DescribePendingMaintenanceActionsCommandOutput,
  ResourcePendingMaintenanceActions
>('rds', 'DescribePendingMaintenanceActions', {
  items: (page) => page.PendingMaintenanceActions,
  next: ['Marker', (page) => page.Marker],
  page: LARGEST,
});

/** With `Source: 'user'` only what somebody has set: one page instead of four or more. */
export const describeDBParameters = list<
  DescribeDBParametersCommandInput,
  DescribeDBParametersCommandOutput,
  Parameter
>('rds', 'DescribeDBParameters', {
  items: (page) => page.Parameters,
  next: ['Marker', (page) => page.Marker],
  page: LARGEST,
});

export const describeDBClusterParameters = list<
  DescribeDBClusterParametersCommandInput,
  DescribeDBClusterParametersCommandOutput,
  Parameter
>('rds', 'DescribeDBClusterParameters', {
  items: (page) => page.Parameters,
  next: ['Marker', (page) => page.Marker],
  page: LARGEST,
});

/**
 * What happened to databases, of the last hour unless `Duration` (minutes) or times say otherwise; AWS keeps 14 days.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeEvents.html
 */
export const describeEvents = list<DescribeEventsCommandInput, DescribeEventsCommandOutput, Event>(
  'rds',
  'DescribeEvents',
  { items: (page) => page.Events, next: ['Marker', (page) => page.Marker], page: LARGEST },
);

export function dbInstance(aws: Aws, { DBInstanceIdentifier: id = '', DBInstanceArn }: DBInstance): Resource {
  return { type: 'AWS::RDS::DBInstance', id, arn: DBInstanceArn ?? rdsArn(aws, 'db', id) };
}

export function dbCluster(aws: Aws, { DBClusterIdentifier: id = '', DBClusterArn }: DBCluster): Resource {
  return { type: 'AWS::RDS::DBCluster', id, arn: DBClusterArn ?? rdsArn(aws, 'cluster', id) };
}

export function dbSnapshot(aws: Aws, { DBSnapshotIdentifier: id = '', DBSnapshotArn }: DBSnapshot): Resource {
  return { type: 'AWS::RDS::DBSnapshot', id, arn: DBSnapshotArn ?? rdsArn(aws, 'snapshot', id) };
}

export function dbClusterSnapshot(aws: Aws, snapshot: DBClusterSnapshot): Resource {
  const { DBClusterSnapshotIdentifier: id = '', DBClusterSnapshotArn } = snapshot;
  const arn = DBClusterSnapshotArn ?? rdsArn(aws, 'cluster-snapshot', id);
  return { type: 'AWS::RDS::DBClusterSnapshot', id, arn };
}

/** Whether the engine keeps its data in a volume of the cluster, that grows by itself, instead of in allocated storage. */
export function hasClusterVolume(engine: string | undefined): boolean {
  return /^(aurora|docdb|neptune)/.test(engine ?? '');
}

function rdsArn(aws: Aws, kind: string, id: string): string {
  return `arn:${aws.partition}:rds:${aws.region}:${aws.account}:${kind}:${id}`;
}
