import { expect, test } from 'vitest';
import { answering, judge, lines } from '../../../test/answers.ts';
import { dailyMetrics, days } from '../../../test/daily-metrics.ts';
import { connectionsHeadroom } from './connections-headroom.ts';

interface Database {
  readonly id: string;
  readonly peak: number;
  readonly engine?: string;
  readonly size?: string;
  readonly group?: string;
  readonly more?: object;
}

function databases(list: readonly Database[], clusters: readonly object[] = []) {
  return {
    'rds:DescribeDBInstances': {
      DBInstances: list.map(
        ({ id, engine = 'postgres', size = 'db.m5.large', group = 'default.postgres16', more }) => ({
          DBInstanceIdentifier: id,
          Engine: engine,
          DBInstanceClass: size,
          DBParameterGroups: [{ DBParameterGroupName: group }],
          ...more,
        }),
      ),
    },
    'rds:DescribeDBClusters': { DBClusters: clusters },
    'cloudwatch:GetMetricData': dailyMetrics(({ dimensions }) => {
      const found = list.find(({ id }) => id === dimensions['DBInstanceIdentifier']);
      return found && found.peak > 0 ? [...days(20, 3), found.peak, ...days(5, 3)] : undefined;
    }),
  } as const;
}

test("the peak of 30 days is held against AWS's default for engine and class", async () => {
  const findings = await judge(
    connectionsHeadroom,
    databases([
      { id: 'pg', peak: 800 },
      { id: 'mysql', peak: 200, engine: 'mysql', size: 'db.t3.small' },
      { id: 'aurora', peak: 900, engine: 'aurora-mysql', size: 'db.r4.large' },
      { id: 'sqlserver', peak: 900, engine: 'sqlserver-se' },
    ]),
  );
  expect(lines(findings)).toEqual([
    'aurora: fail medium: aurora had 900 connections at most (2026-11-18) of about 1000 (90 %).',
    'mysql: fail medium: mysql had 200 connections at most (2026-11-18) of about 170 (118 %).',
    'pg: fail medium: pg had 800 connections at most (2026-11-18) of about 901 (89 %).',
    'sqlserver: pass: sqlserver had 900 connections at most (2026-11-18) of about 32767 (3 %).',
  ]);
});

test("what somebody has set in a parameter group counts, the instance's before the cluster's", async () => {
  const transport = answering({
    ...databases(
      [
        { id: 'tuned', peak: 90, group: 'custom' },
        { id: 'tuned-too', peak: 10, group: 'custom' },
        { id: 'member', peak: 90, engine: 'aurora-postgresql', more: { DBClusterIdentifier: 'orders' } },
        { id: 'own', peak: 90, engine: 'aurora-postgresql', group: 'custom', more: { DBClusterIdentifier: 'orders' } },
      ],
      [{ DBClusterIdentifier: 'orders', DBClusterParameterGroup: 'orders-group' }],
    ),
    'rds:DescribeDBParameters': { Parameters: [{ ParameterName: 'max_connections', ParameterValue: '100' }] },
    'rds:DescribeDBClusterParameters': { Parameters: [{ ParameterName: 'max_connections', ParameterValue: '1000' }] },
  });
  expect(lines(await judge(connectionsHeadroom, transport))).toEqual([
    'own: fail medium: own had 90 connections at most (2026-11-18) of about 100 (90 %).',
    'tuned: fail medium: tuned had 90 connections at most (2026-11-18) of about 100 (90 %).',
    'member: pass: member had 90 connections at most (2026-11-18) of about 1000 (9 %).',
    'tuned-too: pass: tuned-too had 10 connections at most (2026-11-18) of about 100 (10 %).',
  ]);
  // One page of what is set, once a group; AWS's default groups are not asked at all.
  const asked = transport.asked.filter(({ operation }) => operation.endsWith('Parameters'));
  expect(asked.map(({ operation, input }) => ({ operation, input }))).toEqual([
    { operation: 'DescribeDBParameters', input: { MaxRecords: 100, DBParameterGroupName: 'custom', Source: 'user' } },
    {
      operation: 'DescribeDBClusterParameters',
      input: { MaxRecords: 100, DBClusterParameterGroupName: 'orders-group', Source: 'user' },
    },
  ]);
});

test('a serverless instance takes what its largest capacity takes, at most 2000 where it may shrink to half a unit', async () => {
  const serverless = { engine: 'aurora-postgresql', size: 'db.serverless', group: 'default.aurora-postgresql16' };
  const findings = await judge(
    connectionsHeadroom,
    databases(
      [
        { id: 'wide', peak: 1000, ...serverless, more: { DBClusterIdentifier: 'w' } },
        { id: 'narrow', peak: 1000, ...serverless, more: { DBClusterIdentifier: 'n' } },
      ],
      [
        { DBClusterIdentifier: 'w', ServerlessV2ScalingConfiguration: { MinCapacity: 8, MaxCapacity: 64 } },
        { DBClusterIdentifier: 'n', ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 64 } },
      ],
    ),
  );
  expect(findings.map(({ resource, evidence }) => [resource.id, evidence['maxConnections']])).toEqual([
    ['narrow', 2000],
    ['wide', 5000],
  ]);
});

test('exactly 80 % is enough headroom; a limit or a peak that is not known is unknown', async () => {
  const group = 'custom';
  const findings = await judge(connectionsHeadroom, {
    ...databases([
      { id: 'edge', peak: 80, group },
      { id: 'over', peak: 81, group },
      { id: 'odd', peak: 10, engine: 'db2-se' },
      { id: 'new-class', peak: 10, size: 'db.q9.large' },
      { id: 'silent', peak: 0 },
    ]),
    'rds:DescribeDBParameters': { Parameters: [{ ParameterName: 'max_connections', ParameterValue: '100' }] },
  });
  expect(lines(findings)).toEqual([
    'over: fail medium: over had 81 connections at most (2026-11-18) of about 100 (81 %).',
    'new-class: unknown: new-class had 10 connections at most (2026-11-18); how many postgres on db.q9.large takes is not known.',
    'odd: unknown: odd had 10 connections at most (2026-11-18); how many db2-se on db.m5.large takes is not known.',
    'silent: unknown: CloudWatch has no datapoint of the connections to silent in 30 days.',
    'edge: pass: edge had 80 connections at most (2026-11-18) of about 100 (80 %).',
  ]);
});
