import {
  type DBCluster,
  type DBInstance,
  describeDBClusters,
  describeDBInstances,
  hasClusterVolume,
} from '../../aws/rds.ts';
import { settled } from '../../aws/read.ts';
import { tagValue } from '../../model/environment.ts';
import type { JsonObject } from '../../model/json.ts';
import { defineSection } from '../define.ts';

/** Every instance, and the clusters that have none (Aurora Serverless v1, say). */
export const databases = defineSection({
  id: 'databases',
  title: 'Databases',
  scope: 'region',
  calls: ['rds:DescribeDBInstances', 'rds:DescribeDBClusters'],
  columns: [
    { key: 'database', label: 'Database' },
    { key: 'status', label: 'Status' },
    { key: 'engine', label: 'Engine' },
    { key: 'class', label: 'Class' },
    { key: 'multiAz', label: 'Multi-AZ' },
    { key: 'storageGib', label: 'GiB', format: 'number' },
    { key: 'environment', label: 'Environment' },
  ],
  async compose({ aws }) {
    const [instances, answer] = await Promise.all([describeDBInstances(aws, {}), settled(describeDBClusters(aws, {}))]);
    const clusters = answer.ok ? answer.value : [];
    const empty = clusters.filter(({ DBClusterMembers: members = [] }) => members.length === 0);
    return {
      rows: [
        ...instances.map((instance) => instanceRow(instance, multiAzOf(instance, clusters))),
        ...empty.map(clusterRow),
      ],
      ...(!answer.ok && { note: `The clusters could not be read: ${answer.fault.message}` }),
    };
  },
});

/** AWS calls no member of a cluster Multi-AZ: that is a matter of its cluster, where that is known. */
function multiAzOf(instance: DBInstance, clusters: readonly DBCluster[]): boolean | undefined {
  const { DBClusterIdentifier: id, MultiAZ: own = false } = instance;
  if (id === undefined) return own;
  return clusters.find((cluster) => cluster.DBClusterIdentifier === id)?.MultiAZ;
}

function instanceRow(instance: DBInstance, multiAz: boolean | undefined): JsonObject {
  return {
    database: instance.DBInstanceIdentifier ?? '',
    status: instance.DBInstanceStatus ?? 'unknown',
    engine: [instance.Engine, instance.EngineVersion].filter(Boolean).join(' '),
    class: instance.DBInstanceClass ?? '',
    multiAz: multiAz === undefined ? '' : multiAz ? 'yes' : 'no',
    // What Aurora's instances are said to be allocated means nothing: their data is in the cluster's volume.
    storageGib: hasClusterVolume(instance.Engine) ? null : (instance.AllocatedStorage ?? null),
    environment: tagValue(instance.TagList, 'Environment') ?? '',
  };
}

function clusterRow(cluster: DBCluster): JsonObject {
  return {
    database: cluster.DBClusterIdentifier ?? '',
    status: cluster.Status ?? 'unknown',
    engine: [cluster.Engine, cluster.EngineVersion].filter(Boolean).join(' '),
    class: cluster.EngineMode === 'serverless' ? 'serverless' : 'no instance',
    multiAz: cluster.MultiAZ === true ? 'yes' : 'no',
    storageGib: null,
    environment: tagValue(cluster.TagList, 'Environment') ?? '',
  };
}
