import { expect, test } from 'vitest';
import { ACCOUNT, answering, NOW, REGION, testTiming } from '../../../test/answers.ts';
import { createExecution } from '../../aws/execution.ts';
import { readDatabaseSeries } from './metrics.ts';

interface Asked {
  readonly MetricDataQueries?: readonly { readonly Id?: string }[];
}

function awsOn(answer: (input: Asked) => object) {
  const transport = answering({ 'cloudwatch:GetMetricData': answer });
  const aws = createExecution(testTiming()).open({ id: ACCOUNT, partition: 'aws', transport }, REGION);
  return { aws, transport };
}

test('E7.1 E7.4 connections, CPU, storage and memory come in one request, each query with one statistic', async () => {
  const { aws, transport } = awsOn(() => ({}));
  await readDatabaseSeries(aws, NOW, { DBInstanceIdentifier: 'main', Engine: 'postgres' });
  expect(transport.asked).toHaveLength(1);
  expect(transport.asked[0]?.input).toMatchObject({
    StartTime: new Date('2026-10-24T00:00:00Z'),
    EndTime: new Date('2026-11-23T08:00:00Z'),
    MetricDataQueries: [
      ['DatabaseConnections', 'Average'],
      ['DatabaseConnections', 'Maximum'],
      ['CPUUtilization', 'Average'],
      ['CPUUtilization', 'Maximum'],
      ['FreeStorageSpace', 'Average'],
      ['FreeStorageSpace', 'Minimum'],
      ['FreeableMemory', 'Average'],
      ['FreeableMemory', 'Minimum'],
    ].map(([MetricName, Stat]) => ({
      MetricStat: {
        Metric: {
          Namespace: 'AWS/RDS',
          MetricName,
          Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'main' }],
        },
        Period: 86_400,
        Stat,
      },
    })),
  });
});

test('E7.2 datapoints come in the order of time, whatever order AWS gives them in', async () => {
  const Timestamps = ['2026-11-20', '2026-11-22', '2026-11-21'].map((day) => new Date(day));
  const { aws } = awsOn(({ MetricDataQueries = [] }) => ({
    MetricDataResults: MetricDataQueries.map(({ Id }) => ({ Id, Timestamps, Values: [20, 22, 21] })),
  }));
  const { cpuPercent } = await readDatabaseSeries(aws, NOW, { DBInstanceIdentifier: 'main' });
  expect(cpuPercent.average.map(({ value }) => value)).toEqual([20, 21, 22]);
});

test('what is asked twice within one execution is sent once', async () => {
  const { aws, transport } = awsOn(() => ({}));
  const later = new Date(NOW.getTime() + 59 * 60_000);
  await readDatabaseSeries(aws, NOW, { DBInstanceIdentifier: 'main' });
  await readDatabaseSeries(aws, later, { DBInstanceIdentifier: 'main' });
  expect(transport.asked).toHaveLength(1);
});
