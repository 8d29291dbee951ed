import type { MetricSeries } from '../../metrics.ts';
import { noiseAt } from '../../random.ts';
import { type BucketName, bucketName } from '../cast.ts';
import { DAY_MS, type RegionSeed } from '../seed.ts';

interface Stored {
  readonly bucket: BucketName;
  readonly storageType: string;
  readonly bytes: number;
  /** What a day adds. */
  readonly dailyBytes: number;
}

const GB = 1024 ** 3;

/** partner-drop is empty: S3 measures nothing there. */
const STORED: Readonly<Record<string, readonly Stored[]>> = {
  'us-east-1': [
    { bucket: 'artifacts', storageType: 'StandardStorage', bytes: 84 * GB, dailyBytes: 0.3 * GB },
    { bucket: 'campaign-assets', storageType: 'StandardStorage', bytes: 12 * GB, dailyBytes: 0 },
    { bucket: 'cloudtrail-logs', storageType: 'StandardStorage', bytes: 140 * GB, dailyBytes: 1.1 * GB },
    { bucket: 'cloudtrail-logs', storageType: 'GlacierStorage', bytes: 610 * GB, dailyBytes: 0.9 * GB },
    { bucket: 'database-exports', storageType: 'StandardStorage', bytes: 1900 * GB, dailyBytes: 6 * GB },
    { bucket: 'invoices', storageType: 'StandardStorage', bytes: 48 * GB, dailyBytes: 0.08 * GB },
    { bucket: 'invoices', storageType: 'StandardIAStorage', bytes: 230 * GB, dailyBytes: 0.1 * GB },
    { bucket: 'legacy-downloads', storageType: 'StandardStorage', bytes: 320 * GB, dailyBytes: 0 },
    { bucket: 'press-kit', storageType: 'StandardStorage', bytes: 2.4 * GB, dailyBytes: 0 },
    { bucket: 'status-page', storageType: 'StandardStorage', bytes: 0.02 * GB, dailyBytes: 0 },
    { bucket: 'terraform-state', storageType: 'StandardStorage', bytes: 0.4 * GB, dailyBytes: 0.001 * GB },
  ],
  'eu-west-1': [{ bucket: 'replica', storageType: 'StandardStorage', bytes: 1750 * GB, dailyBytes: 6 * GB }],
};

/**
 * What S3 publishes once a day of each bucket that is not empty, for the day before and hours late.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 */
export function bucketSizeSeries({ accountId, region, start, clock }: RegionSeed): MetricSeries[] {
  return (STORED[region] ?? []).map(({ bucket, storageType, bytes, dailyBytes }) => ({
    namespace: 'AWS/S3',
    name: 'BucketSizeBytes',
    dimensions: { BucketName: bucketName(accountId, bucket), StorageType: storageType },
    unit: 'Bytes',
    everySeconds: DAY_MS / 1000,
    at(instant) {
      if (instant > clock.now().getTime() - DAY_MS) return undefined;
      const days = (instant - start.getTime()) / DAY_MS;
      const noise = dailyBytes * 0.2 * noiseAt(`${bucket} ${storageType}`, Math.floor(instant / DAY_MS));
      return Math.max(0, Math.round(bytes + dailyBytes * days + noise));
    },
  }));
}
