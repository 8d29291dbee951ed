import type { Pages, Questions } from '../cases.ts';
import { first } from '../roles.ts';

const PAGES: Omit<Pages, 'list'> = { size: 'MaxRecords', least: 20, most: 100, tokenIn: 'Marker', tokenOut: 'Marker' };
const database = first('rds:DescribeDBInstances', 'DBInstances.DBInstanceIdentifier', { like: /"production-db"/ });
const cluster = first('rds:DescribeDBClusters', 'DBClusters.DBClusterIdentifier');
const manual = first('rds:DescribeDBSnapshots', 'DBSnapshots.DBSnapshotIdentifier', { like: /"manual"/ });
const clusterSnapshot = first('rds:DescribeDBClusterSnapshots', 'DBClusterSnapshots.DBClusterSnapshotIdentifier');
const group = first('rds:DescribeDBParameterGroups', 'DBParameterGroups.DBParameterGroupName', {
  like: /"production-postgres/,
});
const subnetGroup = first('rds:DescribeDBInstances', 'DBInstances.DBSubnetGroup.DBSubnetGroupName', {
  like: /"production-db"/,
});
const globalCluster = first('rds:DescribeGlobalClusters', 'GlobalClusters.GlobalClusterIdentifier');
const UNKNOWN = { unknown: 'nobodys-@@@@@@', malformed: ['-x', 'x--y'] };

function filter(Name: string, ...Values: unknown[]): object {
  return { Filters: [{ Name, Values }] };
}

const UNFIT = { 'unknown filter': filter('no-such-filter', 'x'), 'filter without values': filter('engine') };

export const rds: Record<string, Questions> = {
  DescribeDBInstances: {
    names: { DBInstanceIdentifier: { known: database, ...UNKNOWN } },
    pages: { ...PAGES, list: 'DBInstances' },
    also: {
      'by ARN': {
        DBInstanceIdentifier: first('rds:DescribeDBInstances', 'DBInstances.DBInstanceArn', {
          like: /"production-db"/,
        }),
      },
      'in capitals': { DBInstanceIdentifier: 'PRODUCTION-DB' },
      postgres: filter('engine', 'postgres'),
      'of no engine': filter('engine', 'nobodys'),
      'filter by name': filter('db-instance-id', database),
      ...UNFIT,
    },
  },
  DescribeDBClusters: {
    names: { DBClusterIdentifier: { known: cluster, ...UNKNOWN } },
    pages: { ...PAGES, list: 'DBClusters' },
    also: { 'filter by name': filter('db-cluster-id', cluster), 'of no engine': filter('engine', 'nobodys'), ...UNFIT },
  },
  DescribeDBSnapshots: {
    names: {
      DBInstanceIdentifier: { known: database, ...UNKNOWN },
      DBSnapshotIdentifier: { known: manual, ...UNKNOWN },
    },
    pages: { ...PAGES, list: 'DBSnapshots' },
    also: {
      automated: { SnapshotType: 'automated' },
      manual: { SnapshotType: 'manual' },
      shared: { SnapshotType: 'shared' },
      'of no type': { SnapshotType: 'nobodys' },
      'of no engine': filter('engine', 'nobodys'),
      ...UNFIT,
    },
  },
  DescribeDBClusterSnapshots: {
    names: {
      DBClusterIdentifier: { known: cluster, ...UNKNOWN },
      DBClusterSnapshotIdentifier: { known: clusterSnapshot, ...UNKNOWN },
    },
    pages: { ...PAGES, list: 'DBClusterSnapshots' },
    also: { manual: { SnapshotType: 'manual' }, 'of no type': { SnapshotType: 'nobodys' }, ...UNFIT },
  },
  DescribeDBSnapshotAttributes: {
    required: { DBSnapshotIdentifier: manual },
    names: { DBSnapshotIdentifier: { known: manual, ...UNKNOWN } },
  },
  DescribeDBClusterSnapshotAttributes: {
    required: { DBClusterSnapshotIdentifier: clusterSnapshot },
    names: { DBClusterSnapshotIdentifier: { known: clusterSnapshot, ...UNKNOWN } },
  },
  DescribeDBParameterGroups: {
    names: { DBParameterGroupName: { known: group, ...UNKNOWN } },
    pages: { ...PAGES, list: 'DBParameterGroups' },
  },
  DescribeDBParameters: {
    required: { DBParameterGroupName: group },
    names: { DBParameterGroupName: { known: group, ...UNKNOWN } },
    pages: { ...PAGES, list: 'Parameters' },
    also: { 'set by the user': { Source: 'user' }, 'of no source': { Source: 'nobodys' } },
  },
  DescribeDBClusterParameters: {
    required: { DBClusterParameterGroupName: first('rds:DescribeDBClusters', 'DBClusters.DBClusterParameterGroup') },
    names: {
      DBClusterParameterGroupName: {
        known: first('rds:DescribeDBClusters', 'DBClusters.DBClusterParameterGroup'),
        ...UNKNOWN,
      },
    },
    pages: { ...PAGES, list: 'Parameters' },
  },
  DescribeEvents: {
    pages: { ...PAGES, list: 'Events', input: { Duration: 20_160 } },
    also: {
      'of a day': { Duration: 1440 },
      'of a database': { SourceType: 'db-instance', SourceIdentifier: database, Duration: 20_160 },
      'source without its type': { SourceIdentifier: database },
      'of no type': { SourceType: 'nobodys' },
    },
  },
  DescribeDBSubnetGroups: {
    names: { DBSubnetGroupName: { known: subnetGroup, ...UNKNOWN } },
    pages: { ...PAGES, list: 'DBSubnetGroups' },
  },
  DescribeDBInstanceAutomatedBackups: {
    names: { DBInstanceIdentifier: { known: database, ...UNKNOWN } },
    pages: { ...PAGES, list: 'DBInstanceAutomatedBackups' },
    also: { active: filter('status', 'active'), ...UNFIT },
  },
  DescribeExportTasks: {
    names: { ExportTaskIdentifier: { known: 'nobodys', ...UNKNOWN } },
    pages: { ...PAGES, list: 'ExportTasks' },
  },
  DescribeGlobalClusters: {
    names: { GlobalClusterIdentifier: { known: globalCluster, ...UNKNOWN } },
    pages: { ...PAGES, list: 'GlobalClusters' },
  },
  DescribeOrderableDBInstanceOptions: {
    required: { Engine: 'postgres' },
    names: { DBInstanceClass: { known: 'db.r6g.large', unknown: 'db.@@@@.large', malformed: ['x'] } },
    pages: { ...PAGES, list: 'OrderableDBInstanceOptions', input: { Engine: 'postgres' } },
    also: { 'of no engine': { Engine: 'nobodys' }, 'of no version': { EngineVersion: '1.0' } },
  },
};
