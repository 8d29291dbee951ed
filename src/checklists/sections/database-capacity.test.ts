import { expect, test } from 'vitest';
import { runOn } from '../../../test/answers.ts';
import { dailyMetrics, days } from '../../../test/daily-metrics.ts';
import { databaseCapacity } from './database-capacity.ts';

const GIB = 2 ** 30;

test('E7.4 connections, CPU, free storage and free memory are drawn, with both ends of every day', async () => {
  const checklist = { id: 'plan', title: '', purpose: '', checks: [], sections: [databaseCapacity] };
  const result = await runOn(checklist, {
    'rds:DescribeDBInstances': {
      DBInstances: [
        { DBInstanceIdentifier: 'orders', Engine: 'postgres', DBInstanceClass: 'db.m5.large', AllocatedStorage: 100 },
        // A member of a Multi-AZ DB cluster has storage of its own, unlike Aurora's.
        { DBInstanceIdentifier: 'trio-1', DBClusterIdentifier: 'trio', Engine: 'mysql', AllocatedStorage: 100 },
      ],
    },
    'rds:DescribeDBClusters': {},
    'cloudwatch:GetMetricData': dailyMetrics(({ name }) => {
      if (name === 'FreeStorageSpace') return days(31, 80 * GIB, -GIB);
      return name === 'FreeableMemory' ? days(31, 2 * GIB) : days(31, 30);
    }),
  });
  const [section] = result.sections;
  expect(section?.plots?.slice(0, 4).map(({ title, series }) => [title, series.map(({ label }) => label)])).toEqual([
    ['orders: connections', ['maximum', 'average']],
    ['orders: CPU', ['maximum', 'average']],
    ['orders: free storage', ['minimum', 'average']],
    ['orders: free memory', ['minimum', 'average']],
  ]);
  expect(section?.rows.map((row) => row['daysToFull'])).toEqual(['50 (50–51)', '50 (50–51)']);
});
