import {
  type DBCluster,
  dbCluster,
  type DBInstance,
  dbInstance,
  describeDBClusters,
  describeDBInstances,
} from '../../aws/rds.ts';
import { fail, pass, type Resource, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';
import { isProduction } from './production.ts';

export const instanceMultiAz = defineCheck({
  id: 'rds-instance-multi-az',
  title: 'Production database runs in more than one Availability Zone',
  severity: 'medium',
  why: 'A Single-AZ database is down as long as its zone, its host or its maintenance takes; a standby takes over in a minute.',
  remediation:
    'Modify the database to Multi-AZ (no downtime, about twice the cost); give an Aurora cluster a reader in another ' +
    'zone. Where the database is not production, say so in the configuration or with its Environment tag.',
  calls: ['rds:DescribeDBInstances', 'rds:DescribeDBClusters'],
  async *evaluate({ aws, environments }) {
    const [instances, clusters] = await Promise.all([describeDBInstances(aws, {}), describeDBClusters(aws, {})]);
    for (const instance of instances) {
      // A member is as available as its cluster, which is judged below.
      if (instance.DBClusterIdentifier !== undefined) continue;
      const production = isProduction([instance.DBInstanceIdentifier], instance.TagList, environments);
      yield judgeInstance(dbInstance(aws, instance), instance, production);
    }
    for (const cluster of clusters) {
      const production = isProduction(namesOf(cluster), cluster.TagList, environments);
      yield judge(dbCluster(aws, cluster), cluster.MultiAZ ?? false, production);
    }
  },
});

function judgeInstance(resource: Resource, instance: DBInstance, production: boolean): Verdict {
  const source = instance.ReadReplicaSourceDBInstanceIdentifier ?? instance.ReadReplicaSourceDBClusterIdentifier;
  if (production && source !== undefined && !instance.MultiAZ) {
    const evidence = { multiAz: false, production, replicaOf: source };
    return pass(resource, `${resource.id} is Single-AZ, and a read replica of ${source}.`, evidence);
  }
  return judge(resource, instance.MultiAZ ?? false, production);
}

function judge(resource: Resource, multiAz: boolean, production: boolean): Verdict {
  const evidence = { multiAz, production };
  if (multiAz) return pass(resource, `${resource.id} is Multi-AZ.`, evidence);
  return production
    ? fail(resource, `${resource.id} is a production database in a single Availability Zone.`, evidence)
    : pass(resource, `${resource.id} is Single-AZ, and not marked as production.`, evidence);
}

function namesOf(cluster: DBCluster): (string | undefined)[] {
  const members = cluster.DBClusterMembers ?? [];
  return [cluster.DBClusterIdentifier, ...members.map((member) => member.DBInstanceIdentifier)];
}
