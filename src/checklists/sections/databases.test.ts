import { expect, test } from 'vitest';
import { type Answers, awsError, runOn } from '../../../test/answers.ts';
import { databases } from './databases.ts';

async function composed(answers: Answers) {
  const checklist = { id: 'databases', title: '', purpose: '', checks: [], sections: [databases] };
  return (await runOn(checklist, answers)).sections[0];
}

const instances = {
  'rds:DescribeDBInstances': {
    DBInstances: [
      { DBInstanceIdentifier: 'orders-db', Engine: 'postgres', MultiAZ: true, AllocatedStorage: 100 },
      {
        DBInstanceIdentifier: 'shop-1',
        DBClusterIdentifier: 'shop',
        Engine: 'aurora-mysql',
        MultiAZ: false,
        AllocatedStorage: 1,
      },
    ],
  },
};

test('E1.2 a member of a cluster is as available as its cluster, and one without instances is listed too', async () => {
  const section = await composed({
    ...instances,
    'rds:DescribeDBClusters': {
      DBClusters: [
        {
          DBClusterIdentifier: 'shop',
          MultiAZ: true,
          DBClusterMembers: [{ DBInstanceIdentifier: 'shop-1', IsClusterWriter: true }],
        },
        { DBClusterIdentifier: 'reports', Engine: 'aurora-mysql', EngineMode: 'serverless', Status: 'available' },
      ],
    },
  });
  expect(section?.rows.map((row) => [row['database'], row['class'], row['multiAz']])).toEqual([
    ['orders-db', '', 'yes'],
    ['shop-1', '', 'yes'],
    ['reports', 'serverless', 'no'],
  ]);
});

test("E3.1 Aurora's storage is not what AWS says to be allocated to an instance", async () => {
  const section = await composed({ ...instances, 'rds:DescribeDBClusters': {} });
  expect(section?.rows.map((row) => row['storageGib'])).toEqual([100, null]);
});

test('clusters that may not be read hide no instance, and whether a member is Multi-AZ is not guessed', async () => {
  const section = await composed({ ...instances, 'rds:DescribeDBClusters': () => awsError('AccessDenied') });
  expect(section?.rows.map((row) => row['multiAz'])).toEqual(['yes', '']);
  expect(section?.note).toBe('The clusters could not be read: AccessDenied: rds:DescribeDBClusters is not allowed.');
});
