import { z } from 'zod';
import { type DBInstance, dbInstance, describeDBClusters, describeDBInstances } from '../../aws/rds.ts';
import { fail, pass, unknown, type Verdict } from '../../model/finding.ts';
import { rounded } from '../../model/statistics.ts';
import { counted, dayOf } from '../age.ts';
import { defineCheck, judgeEach } from '../define.ts';
import { maxConnections, type MaxConnections } from '../../aws/max-connections.ts';
import { type DailySeries, databaseDaily } from './metrics.ts';

export const connectionsHeadroom = defineCheck({
  id: 'rds-connections-headroom',
  title: 'Database has connections left',
  severity: 'medium',
  why: 'At its limit a database refuses new connections, and the first to be refused is often a deployment.',
  remediation:
    'Pool connections (RDS Proxy, PgBouncer, smaller pools in the application) before raising max_connections: each ' +
    'connection costs memory. Else take a larger instance class.',
  calls: [
    'rds:DescribeDBInstances',
    'rds:DescribeDBClusters',
    'rds:DescribeDBParameters',
    'rds:DescribeDBClusterParameters',
    'cloudwatch:GetMetricData',
  ],
  settings: z.object({ usedPercent: z.number().min(0).max(100).default(80) }),
  async *evaluate({ aws, now, settings: { usedPercent } }) {
    const [instances, clusters] = await Promise.all([describeDBInstances(aws, {}), describeDBClusters(aws, {})]);
    yield* judgeEach(
      instances,
      (instance) => dbInstance(aws, instance),
      async (instance) => {
        const cluster = clusters.find((one) => one.DBClusterIdentifier === instance.DBClusterIdentifier);
        const [series, limit] = await Promise.all([
          databaseDaily(aws, now, instance, ['DatabaseConnections', 'Maximum']),
          maxConnections(aws, instance, cluster),
        ]);
        return judge(dbInstance(aws, instance), instance, { series, limit }, usedPercent);
      },
    );
  },
});

interface Facts {
  readonly series: DailySeries;
  readonly limit: MaxConnections | undefined;
}

function judge(
  resource: Verdict['resource'],
  instance: DBInstance,
  { series, limit }: Facts,
  usedPercent: number,
): Verdict {
  const { id } = resource;
  const peak = series.toSorted((a, b) => b.value - a.value)[0];
  if (!peak) return unknown(resource, `CloudWatch has no datapoint of the connections to ${id} in 30 days.`);
  const evidence = {
    peakConnections: Math.round(peak.value),
    peakDay: peak.at.toISOString(),
    days: series.length,
    maxConnections: limit?.value ?? null,
    maxConnectionsSource: limit?.source ?? null,
    instanceClass: instance.DBInstanceClass ?? null,
  };
  const had = `${id} had ${counted(Math.round(peak.value), 'connection')} at most (${dayOf(peak.at)})`;
  if (!limit) {
    const what = `${instance.Engine ?? 'its engine'} on ${instance.DBInstanceClass ?? 'its class'}`;
    return unknown(resource, `${had}; how many ${what} takes is not known.`, evidence);
  }
  const percent = (100 * peak.value) / limit.value;
  const reason = `${had} of about ${limit.value} (${rounded(percent, 0)} %).`;
  return (percent > usedPercent ? fail : pass)(resource, reason, { ...evidence, usedPercent: rounded(percent) });
}
