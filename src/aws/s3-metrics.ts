import { listMetrics, metric } from './cloudwatch.ts';
import type { Aws } from './execution.ts';

export interface BucketSize {
  readonly bucket: string;
  /** Bytes by storage type, e.g. `StandardStorage`, `StandardIAStorage`, `GlacierStorage`. */
  readonly byStorageType: ReadonlyMap<string, number>;
  readonly totalBytes: number;
  /** The day that was measured: S3 measures once a day and tells a day or two later. */
  readonly measuredAt: Date;
}

const DAY_MS = 86_400_000;
/** The newest measurement is at most two days old, but late on occasion. */
const LOOK_BACK_DAYS = 4;

/**
 * The size of every bucket of a region, largest first: measured by S3 itself, so nothing is listed. Buckets that are
 * empty or new have no measurement, and are absent.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 * @throws AwsFault
 */
export async function bucketSizes(aws: Aws, now: Date): Promise<readonly BucketSize[]> {
  const to = new Date(Math.ceil(now.getTime() / DAY_MS) * DAY_MS);
  const range = { from: new Date(to.getTime() - LOOK_BACK_DAYS * DAY_MS), to };
  const listed = await listMetrics(aws, { Namespace: 'AWS/S3', MetricName: 'BucketSizeBytes' });
  const measured = await Promise.all(
    listed.map(async ({ Dimensions = [] }) => {
      const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
      const points = await metric(
        aws,
        { namespace: 'AWS/S3', name: 'BucketSizeBytes', dimensions, statistic: 'Average', periodSeconds: 86_400 },
        range,
      );
      const { BucketName: bucket, StorageType: storageType } = dimensions;
      const newest = points.at(-1);
      return bucket === undefined || storageType === undefined || !newest
        ? []
        : [{ bucket, storageType, bytes: newest.value, at: newest.at }];
    }),
  );
  const sizes = new Map<string, Measurement[]>();
  for (const one of measured.flat()) sizes.set(one.bucket, [...(sizes.get(one.bucket) ?? []), one]);
  return [...sizes].map(([bucket, parts]) => summed(bucket, parts)).toSorted((a, b) => b.totalBytes - a.totalBytes);
}

interface Measurement {
  readonly bucket: string;
  readonly storageType: string;
  readonly bytes: number;
  readonly at: Date;
}

function summed(bucket: string, parts: readonly Measurement[]): BucketSize {
  return {
    bucket,
    byStorageType: new Map(parts.map(({ storageType, bytes }) => [storageType, bytes])),
    totalBytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    measuredAt: new Date(Math.max(...parts.map(({ at }) => at.getTime()))),
  };
}
