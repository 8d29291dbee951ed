import { bucketSizes } from '../../aws/s3-metrics.ts';
import { listBuckets } from '../../aws/s3.ts';
import { defineSection } from '../define.ts';

const MOST_ROWS = 20;

/** Bucket sizes as S3 itself measures them once a day: no object is listed. */
export const storage = defineSection({
  id: 'storage',
  title: 'S3 storage',
  scope: 'region',
  calls: ['s3:ListBuckets', 'cloudwatch:ListMetrics', 'cloudwatch:GetMetricData'],
  columns: [
    { key: 'bucket', label: 'Bucket' },
    { key: 'bytes', label: 'Size', format: 'bytes' },
    { key: 'measuredAt', label: 'Measured', format: 'date' },
  ],
  async compose({ aws, now }) {
    const [buckets, sizes] = await Promise.all([listBuckets(aws, {}), bucketSizes(aws, now)]);
    const here = buckets.filter(({ BucketRegion }) => BucketRegion === undefined || BucketRegion === aws.region);
    const total = sizes.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
    const largest = sizes.toSorted((a, b) => b.totalBytes - a.totalBytes).slice(0, MOST_ROWS);
    const unmeasured = here.length - sizes.length;
    return {
      text: [
        `${here.length} buckets in ${aws.region} hold ${gib(total)} GiB` +
          `${unmeasured > 0 ? `; without a measurement (empty, or younger than two days): ${unmeasured}` : ''}.`,
      ],
      rows: largest.map(({ bucket, totalBytes, measuredAt }) => ({
        bucket,
        bytes: totalBytes,
        measuredAt: measuredAt.toISOString(),
      })),
      ...(sizes.length > MOST_ROWS && {
        note: `The ${MOST_ROWS} largest of ${sizes.length} measured buckets are listed.`,
      }),
      ...(largest.length > 0 && {
        plots: [
          {
            kind: 'bar' as const,
            title: 'Largest buckets',
            unit: 'bytes' as const,
            series: [
              { label: 'Size', points: largest.map(({ bucket, totalBytes }) => ({ at: bucket, value: totalBytes })) },
            ],
          },
        ],
      }),
    };
  },
});

function gib(bytes: number): string {
  return (bytes / 2 ** 30).toLocaleString('en-US', { maximumFractionDigits: 1 });
}
