import type * as Rds from '@aws-sdk/client-rds';
import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Handlers } from '../../handlers.ts';
import type { RdsState } from '../../world/newcomer/rds.ts';
import { filtered, type FilterTable, isNamed, notFound, rdsPage } from './listing.ts';

const INSTANCE_FILTERS: FilterTable<DBInstance> = {
  'db-cluster-id': ({ DBClusterIdentifier: id }) => [id],
  'db-instance-id': ({ DBInstanceIdentifier: id }) => [id],
  'dbi-resource-id': ({ DbiResourceId: id }) => [id],
  domain: ({ DomainMemberships: domains = [] }) => domains.map(({ Domain: domain }) => domain),
  engine: ({ Engine: engine }) => [engine],
};

const CLUSTER_FILTERS: FilterTable<DBCluster> = {
  'clone-group-id': ({ CloneGroupId: id }) => [id],
  'db-cluster-id': ({ DBClusterIdentifier: id }) => [id],
  'db-cluster-resource-id': ({ DbClusterResourceId: id }) => [id],
  domain: ({ DomainMemberships: domains = [] }) => domains.map(({ Domain: domain }) => domain),
  engine: ({ Engine: engine }) => [engine],
};

/** Transaction logs are kept every five minutes. */
const LOG_EVERY_MS = 5 * 60_000;

export const databases = {
  DescribeDBInstances(input, { region, now }) {
    const { DBInstanceIdentifier: wanted } = input;
    const named = region.rds.instances.filter(
      ({ DBInstanceIdentifier: id, DBInstanceArn: arn }) => wanted === undefined || isNamed(wanted, id, arn),
    );
    if (wanted !== undefined && named.length === 0) {
      throw notFound('DBInstanceNotFound', `DBInstance ${wanted} not found.`);
    }
    const { items, marker } = rdsPage(filtered(named, input.Filters, INSTANCE_FILTERS), input);
    return { DBInstances: items.map((instance) => asOf(now, instance, region.rds)), ...marker };
  },
  DescribeDBClusters(input, { region, now }) {
    const { DBClusterIdentifier: wanted } = input;
    const named = region.rds.clusters.filter(
      ({ DBClusterIdentifier: id, DBClusterArn: arn }) => wanted === undefined || isNamed(wanted, id, arn),
    );
    if (wanted !== undefined && named.length === 0) {
      throw notFound('DBClusterNotFoundFault', `DBCluster ${wanted} not found.`);
    }
    const { items, marker } = rdsPage(filtered(named, input.Filters, CLUSTER_FILTERS), input);
    return { DBClusters: items.map((cluster) => clusterAsOf(now, cluster)), ...marker };
  },
} satisfies Handlers<typeof Rds>;

/** Where automated backups run, the latest restorable time follows the clock at five minutes' distance. */
export function asOf(now: Date, instance: DBInstance, { stalledBackups }: RdsState): DBInstance {
  const { DBInstanceIdentifier: id = '', BackupRetentionPeriod: retention = 0, DBInstanceStatus: status } = instance;
  // A member of an Aurora cluster is restored with its cluster: AWS gives it no such time.
  const running = retention > 0 && status !== 'stopped' && !stalledBackups.has(id) && !instance.DBClusterIdentifier;
  const latest = lastLog(now);
  // Before the first log there is nothing to restore.
  const since = instance.InstanceCreateTime?.getTime() ?? Infinity;
  return running && latest.getTime() >= since ? { ...instance, LatestRestorableTime: latest } : { ...instance };
}

function clusterAsOf(now: Date, cluster: DBCluster): DBCluster {
  return cluster.Status === 'stopped' ? { ...cluster } : { ...cluster, LatestRestorableTime: lastLog(now) };
}

function lastLog(now: Date): Date {
  return new Date(Math.floor(now.getTime() / LOG_EVERY_MS) * LOG_EVERY_MS - LOG_EVERY_MS);
}
