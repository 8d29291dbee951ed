import { metric } from '../../aws/cloudwatch.ts';
import type { Datapoint, MetricQuery } from '../../aws/metric-gathering.ts';
import type { Aws } from '../../aws/execution.ts';
import type { DBCluster, DBInstance } from '../../aws/rds.ts';
import { DAY_SECONDS, dailyRange } from '../daily-range.ts';

/** One datapoint a UTC day, oldest first, the last one of today so far; days without data are not there. */
export type DailySeries = readonly Datapoint[];

export type DatabaseMetric = 'CPUUtilization' | 'DatabaseConnections' | 'FreeStorageSpace' | 'FreeableMemory';

/**
 * A metric of a database instance over the last 30 days. Every check and section asks for the same range and period, so
 * that one GetMetricData answers them all.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
 */
export function databaseDaily(
  aws: Aws,
  now: Date,
  instance: DBInstance,
  [name, statistic]: readonly [DatabaseMetric, MetricQuery['statistic']],
): Promise<DailySeries> {
  const dimensions = { DBInstanceIdentifier: instance.DBInstanceIdentifier ?? '' };
  return daily(aws, now, { namespace: namespaceOf(instance.Engine), name, dimensions, statistic });
}

/** Bytes that a cluster's volume holds, each day's maximum. */
export function clusterVolumeDaily(aws: Aws, now: Date, cluster: DBCluster): Promise<DailySeries> {
  const dimensions = { DBClusterIdentifier: cluster.DBClusterIdentifier ?? '' };
  return daily(aws, now, {
    namespace: namespaceOf(cluster.Engine),
    name: 'VolumeBytesUsed',
    dimensions,
    statistic: 'Maximum',
  });
}

/** What a report plots of one database. */
export interface DatabaseSeries {
  readonly connections: DailyExtent;
  readonly cpuPercent: DailyExtent;
  /** Bytes; empty for an engine that keeps its data in a volume of the cluster. */
  readonly freeStorage: DailyExtent;
  /** Bytes. */
  readonly freeableMemory: DailyExtent;
}

interface DailyExtent {
  readonly average: DailySeries;
  /** The end that hurts: the maximum of what is used, the minimum of what is free. */
  readonly extreme: DailySeries;
}

/**
 * Eight series in one GetMetricData, shared with the checks.
 * @throws AwsFault
 */
export async function readDatabaseSeries(aws: Aws, now: Date, instance: DBInstance): Promise<DatabaseSeries> {
  const [connections, cpuPercent, freeStorage, freeableMemory] = await Promise.all([
    extent(aws, now, instance, ['DatabaseConnections', 'Maximum']),
    extent(aws, now, instance, ['CPUUtilization', 'Maximum']),
    extent(aws, now, instance, ['FreeStorageSpace', 'Minimum']),
    extent(aws, now, instance, ['FreeableMemory', 'Minimum']),
  ]);
  return { connections, cpuPercent, freeStorage, freeableMemory };
}

async function extent(
  aws: Aws,
  now: Date,
  instance: DBInstance,
  [name, end]: readonly [DatabaseMetric, 'Maximum' | 'Minimum'],
): Promise<DailyExtent> {
  const [average, extreme] = await Promise.all([
    databaseDaily(aws, now, instance, [name, 'Average']),
    databaseDaily(aws, now, instance, [name, end]),
  ]);
  return { average, extreme };
}

function daily(aws: Aws, now: Date, query: Omit<MetricQuery, 'periodSeconds'>): Promise<DailySeries> {
  return metric(aws, { ...query, periodSeconds: DAY_SECONDS }, dailyRange(now));
}

/** DocumentDB and Neptune are listed with RDS, but publish under names of their own. */
function namespaceOf(engine: string | undefined): string {
  if (engine === 'docdb') return 'AWS/DocDB';
  return engine === 'neptune' ? 'AWS/Neptune' : 'AWS/RDS';
}
