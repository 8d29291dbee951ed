import { expect, test } from 'vitest';
import { ACCOUNT, answering, NOW, REGION, testTiming } from '../../test/answers.ts';
import { createExecution } from './execution.ts';
import { bucketSizes } from './s3-metrics.ts';

function stored(BucketName: string, StorageType: string) {
  return {
    Namespace: 'AWS/S3',
    MetricName: 'BucketSizeBytes',
    Dimensions: [
      { Name: 'BucketName', Value: BucketName },
      { Name: 'StorageType', Value: StorageType },
    ],
  };
}

test('E4.3 a bucket is the sum of its storage types, newest measurement, largest first, in two requests', async () => {
  const transport = answering({
    'cloudwatch:ListMetrics': {
      Metrics: [
        stored('logs', 'StandardStorage'),
        stored('small', 'StandardStorage'),
        stored('logs', 'GlacierStorage'),
        stored('gone', 'StandardStorage'),
      ],
    },
    'cloudwatch:GetMetricData': ({ MetricDataQueries }: { MetricDataQueries: readonly { Id: string }[] }) => ({
      MetricDataResults: MetricDataQueries.map(({ Id }, index) => ({
        Id,
        Timestamps: index === 3 ? [] : [new Date('2026-11-21'), new Date('2026-11-20')],
        Values: index === 3 ? [] : [[100, 7, 900][index], 1],
      })),
    }),
  });
  const aws = createExecution(testTiming()).open({ id: ACCOUNT, partition: 'aws', transport }, REGION);
  const sizes = await bucketSizes(aws, NOW);
  expect(sizes.map(({ bucket, totalBytes }) => [bucket, totalBytes])).toEqual([
    ['logs', 1000],
    ['small', 7],
  ]);
  expect(sizes[0]?.byStorageType.get('GlacierStorage')).toBe(900);
  expect(sizes[0]?.measuredAt).toEqual(new Date('2026-11-21'));
  expect(transport.asked).toHaveLength(2);
});
