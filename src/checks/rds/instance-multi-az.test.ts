import { expect, test } from 'vitest';
import { judge, lines } from '../../../test/answers.ts';
import type { Environment } from '../../model/environment.ts';
import { instanceMultiAz } from './instance-multi-az.ts';

const PRODUCTION = [{ Key: 'environment', Value: 'Production' }];

function environment(name: string, production: boolean, databases: readonly string[]): Environment {
  return { name, production, databases, services: [], loadBalancers: [] };
}

test('a production database in one zone fails, by its tag or by the configuration, which has the last word', async () => {
  const findings = await judge(
    instanceMultiAz,
    {
      'rds:DescribeDBInstances': {
        DBInstances: [
          { DBInstanceIdentifier: 'tagged', TagList: PRODUCTION, MultiAZ: false },
          { DBInstanceIdentifier: 'spread', TagList: PRODUCTION, MultiAZ: true },
          { DBInstanceIdentifier: 'configured' },
          { DBInstanceIdentifier: 'misnamed', TagList: PRODUCTION },
          { DBInstanceIdentifier: 'other' },
        ],
      },
      'rds:DescribeDBClusters': {},
    },
    { environments: [environment('live', true, ['configured']), environment('lab', false, ['misnamed'])] },
  );
  expect(lines(findings)).toEqual([
    'configured: fail medium: configured is a production database in a single Availability Zone.',
    'tagged: fail medium: tagged is a production database in a single Availability Zone.',
    'misnamed: pass: misnamed is Single-AZ, and not marked as production.',
    'other: pass: other is Single-AZ, and not marked as production.',
    'spread: pass: spread is Multi-AZ.',
  ]);
});

test('an Aurora instance is judged by its cluster, and a read replica leaves availability to its source', async () => {
  const findings = await judge(instanceMultiAz, {
    'rds:DescribeDBInstances': {
      DBInstances: [
        { DBInstanceIdentifier: 'orders-1', DBClusterIdentifier: 'orders', TagList: PRODUCTION },
        { DBInstanceIdentifier: 'replica', ReadReplicaSourceDBInstanceIdentifier: 'main', TagList: PRODUCTION },
      ],
    },
    'rds:DescribeDBClusters': { DBClusters: [{ DBClusterIdentifier: 'orders', MultiAZ: false, TagList: PRODUCTION }] },
  });
  expect(lines(findings)).toEqual([
    'orders: fail medium: orders is a production database in a single Availability Zone.',
    'replica: pass: replica is Single-AZ, and a read replica of main.',
  ]);
});
