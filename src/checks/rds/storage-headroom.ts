import { z } from 'zod';
import { dbCluster, dbInstance, describeDBClusters, describeDBInstances, hasClusterVolume } from '../../aws/rds.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { rounded } from '../../model/statistics.ts';
import { defineCheck, judgeEach } from '../define.ts';
import {
  certainDaysToFull,
  clusterStorage,
  freePercent,
  gibibytes,
  instanceStorage,
  storageEvidence,
  type StorageOutlook,
} from './storage.ts';

const settings = z.object({
  freePercent: z.number().min(0).max(100).default(20),
  daysToFull: z.number().min(0).default(14),
  trendDays: z.number().int().min(5).max(30).default(14),
});

/** Further away, a trend of two weeks says nothing. */
const WORTH_TELLING_DAYS = 365;

export const storageHeadroom = defineCheck({
  id: 'rds-storage-headroom',
  title: 'Database has storage left',
  severity: 'high',
  why: 'A database whose disk is full stops (storage-full) and needs hours of optimization after more is added.',
  remediation:
    'Add storage or turn on storage autoscaling with a ceiling above what the trend asks for; look for what grows: old ' +
    'rows, write-ahead logs held by a replication slot, temporary files.',
  calls: ['rds:DescribeDBInstances', 'rds:DescribeDBClusters', 'cloudwatch:GetMetricData'],
  settings,
  async *evaluate({ aws, now, settings: limits }) {
    const [instances, clusters] = await Promise.all([describeDBInstances(aws, {}), describeDBClusters(aws, {})]);
    const window = { now, trendDays: limits.trendDays };
    const subjects = [
      // An Aurora instance has no storage of its own; the members of a Multi-AZ DB cluster each have theirs.
      ...instances
        .filter(({ Engine: engine }) => !hasClusterVolume(engine))
        .map((one) => ({ resource: dbInstance(aws, one), read: () => instanceStorage(aws, one, window) })),
      ...clusters
        .filter(({ Engine: engine }) => hasClusterVolume(engine))
        .map((one) => ({ resource: dbCluster(aws, one), read: () => clusterStorage(aws, one, window) })),
    ];
    yield* judgeEach(
      subjects,
      ({ resource }) => resource,
      async ({ resource, read }) => judge(resource, await read(), limits),
    );
  },
});

function judge(resource: Resource, outlook: StorageOutlook | undefined, limits: z.infer<typeof settings>): Verdict {
  if (!outlook) return unknown(resource, `CloudWatch has no recent datapoint of how much storage ${resource.id} uses.`);
  const percent = freePercent(outlook);
  const days = certainDaysToFull(outlook);
  const free = outlook.ceilingBytes - outlook.usedBytes;
  const left = `${gibibytes(free)} of ${gibibytes(outlook.ceilingBytes)} (${rounded(percent)} %) left`;
  const soon =
    days === undefined || days > WORTH_TELLING_DAYS
      ? ''
      : `, full in about ${rounded(days, days < 10 ? 1 : 0)} days at ${growth(outlook)} a day`;
  const low = percent < limits.freePercent || (days !== undefined && days < limits.daysToFull);
  return (low ? fail : pass)(resource, `${resource.id} has ${left}${soon}.`, storageEvidence(outlook));
}

function growth({ trend }: StorageOutlook): string {
  return gibibytes(Math.abs(trend?.slopePerDay ?? 0));
}
