import type { Aws } from '../../../../aws/execution.ts';
import { maxConnections } from '../../../../aws/max-connections.ts';
import {
  type DBCluster,
  type DBInstance,
  describeDBClusters,
  describeDBInstances,
  hasClusterVolume,
} from '../../../../aws/rds.ts';
import { instanceClassMemoryBytes } from '../../../../model/instance-class-memory.ts';
import type { AlarmDefinition, Comparison, WatchedMetric } from '../../../../model/monitoring.ts';

const CPU_PERCENT = 80;
const STORAGE_PERCENT = 10;
const MEMORY_PERCENT = 5;
const CONNECTIONS_PERCENT = 80;
const GIB = 2 ** 30;
const MIB = 2 ** 20;
const LEAST_MEMORY = 100 * MIB;

/**
 * CPU, storage, memory and connections of every database that runs. One that sends no data is down, so that is as bad.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
 */
export async function databaseAlarms(aws: Aws): Promise<AlarmDefinition[]> {
  const [instances, clusters] = await Promise.all([describeDBInstances(aws, {}), describeDBClusters(aws, {})]);
  const running = instances.filter(({ DBInstanceStatus = '', Engine = '' }) => {
    const isElsewhere = /^(docdb|neptune)/.test(Engine);
    return !isElsewhere && !['stopped', 'stopping', 'deleting', 'failed'].includes(DBInstanceStatus);
  });
  const all = await Promise.all(
    running.map(async (instance) => {
      const cluster = clusters.find(({ DBClusterIdentifier: id }) => id === instance.DBClusterIdentifier);
      return [cpu(instance), ...storage(instance), memory(instance), ...(await connections(aws, instance, cluster))];
    }),
  );
  return all.flat();
}

function cpu(instance: DBInstance): AlarmDefinition {
  const description = `CPU of ${instance.DBInstanceIdentifier} is above ${CPU_PERCENT} %, or it sends no data.`;
  return alarm(instance, 'cpu', { metric: 'CPUUtilization', comparison: '>', threshold: CPU_PERCENT, description });
}

/** A part of what is allocated, and the least of each period; Aurora's storage grows by itself. */
function storage(instance: DBInstance): AlarmDefinition[] {
  const { DBInstanceIdentifier: id, AllocatedStorage: gib = 0, Engine } = instance;
  if (hasClusterVolume(Engine) || gib === 0) return [];
  const threshold = Math.round(gib * GIB * (STORAGE_PERCENT / 100));
  const description = `Less than ${STORAGE_PERCENT} % of the ${gib} GiB of ${id} are free, or it sends no data.`;
  return [
    alarm(instance, 'storage', {
      metric: 'FreeStorageSpace',
      statistic: 'Minimum',
      comparison: '<',
      threshold,
      description,
    }),
  ];
}

function memory(instance: DBInstance): AlarmDefinition {
  const bytes = instanceClassMemoryBytes(instance.DBInstanceClass);
  const threshold = Math.max(LEAST_MEMORY, Math.round((bytes ?? 0) * (MEMORY_PERCENT / 100)));
  const description = `Less than ${Math.round(threshold / MIB)} MiB of memory of ${instance.DBInstanceIdentifier} are free, or it sends no data.`;
  return alarm(instance, 'memory', { metric: 'FreeableMemory', comparison: '<', threshold, description });
}

async function connections(aws: Aws, instance: DBInstance, cluster: DBCluster | undefined): Promise<AlarmDefinition[]> {
  const most = await maxConnections(aws, instance, cluster);
  if (!most) return [];
  const threshold = Math.floor(most.value * (CONNECTIONS_PERCENT / 100));
  const description = `${instance.DBInstanceIdentifier} has more than ${threshold} connections, of about ${most.value} that it takes.`;
  return [
    alarm(instance, 'connections', {
      metric: 'DatabaseConnections',
      statistic: 'Maximum',
      comparison: '>',
      threshold,
      description,
    }),
  ];
}

interface Traits {
  readonly metric: string;
  readonly statistic?: WatchedMetric['statistic'];
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly description: string;
}

function alarm({ DBInstanceIdentifier: id = '' }: DBInstance, what: string, traits: Traits): AlarmDefinition {
  const { metric, statistic = 'Average', comparison, threshold, description } = traits;
  return {
    name: `opsbook-rds-${id}-${what}`,
    description,
    watches: { namespace: 'AWS/RDS', metric, dimensions: { DBInstanceIdentifier: id }, statistic, periodSeconds: 300 },
    comparison,
    threshold,
    periods: 3,
    datapoints: 3,
    missingData: 'breaching',
  };
}
