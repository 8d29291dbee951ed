import { type DBCluster, dbCluster, type DBInstance, describeDBClusters, describeDBInstances } from '../../aws/rds.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';
import { conditionOf } from './database-status.ts';

export const clusterAvailable = defineCheck({
  id: 'rds-cluster-available',
  title: 'Database cluster is available and has a writer',
  severity: 'critical',
  why: 'Without an available writer, nothing can be written to the cluster, whatever its readers do.',
  remediation:
    "Look at the cluster's and its members' events (aws rds describe-events); start a stopped cluster; where no member " +
    'is a writer, add an instance to the cluster.',
  calls: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'],
  async *evaluate({ aws }) {
    const clusters = await describeDBClusters(aws, {});
    if (clusters.length === 0) return;
    const instances = await describeDBInstances(aws, {});
    const statuses = new Map(instances.map((one) => [one.DBInstanceIdentifier, one.DBInstanceStatus]));
    for (const cluster of clusters) yield judge(dbCluster(aws, cluster), cluster, statuses);
  },
});

type Statuses = ReadonlyMap<DBInstance['DBInstanceIdentifier'], string | undefined>;

function judge(resource: Resource, cluster: DBCluster, statuses: Statuses): Verdict {
  const { Status: status } = cluster;
  const members = (cluster.DBClusterMembers ?? []).map(
    ({ DBInstanceIdentifier: instance, IsClusterWriter: writer }) => ({
      instance: instance ?? '',
      writer: writer ?? false,
      status: statuses.get(instance) ?? 'unknown',
    }),
  );
  const evidence = { status: status ?? null, engine: cluster.Engine ?? null, members };
  const { id } = resource;
  switch (conditionOf(status)) {
    case 'stopped':
      return fail(resource, `${id} is ${status}.`, evidence, { severity: 'medium' });
    case 'failed':
      return fail(resource, `${id} is ${status}.`, evidence);
    case 'unheard-of':
      return unknown(resource, `${id} has a status that Opsbook does not know: ${status ?? 'none'}.`, evidence);
    case 'available':
    case 'passing':
      break;
  }
  const state = status === 'available' ? 'is available' : `is ${status}, which passes by itself`;
  if (!needsWriter(cluster)) return pass(resource, `${id} ${state}.`, evidence);
  const writer = members.find((member) => member.writer);
  if (!writer) return fail(resource, `${id} ${state} but has no writer.`, evidence);
  switch (conditionOf(writer.status)) {
    case 'available':
      return pass(resource, `${id} ${state}, with its writer ${writer.instance}.`, evidence);
    case 'passing':
      return pass(resource, `${id} ${state}; its writer ${writer.instance} is ${writer.status}.`, evidence);
    case 'stopped':
    case 'failed':
      return fail(resource, `${id} ${state} but its writer ${writer.instance} is ${writer.status}.`, evidence);
    case 'unheard-of':
      return unknown(resource, `${id} ${state}; nothing is known of its writer ${writer.instance}.`, evidence);
  }
}

/** Aurora Serverless v1 has no instances; the secondary cluster of a global database or replica has readers alone. */
function needsWriter({ EngineMode: mode, ReplicationSourceIdentifier: source, Status: status }: DBCluster): boolean {
  return mode !== 'serverless' && source === undefined && status !== 'creating' && status !== 'deleting';
}
