import { z } from 'zod';
import type { Aws } from '../../aws/execution.ts';
import {
  type DBCluster,
  dbCluster,
  type DBInstance,
  dbInstance,
  describeDBClusters,
  describeDBInstances,
  hasClusterVolume,
} from '../../aws/rds.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { rounded } from '../../model/statistics.ts';
import { type DaysUntil, daysUntil, isMoving, theilSen, type Trend, valueAt } from '../../model/trend.ts';
import { trendPoints } from '../daily-range.ts';
import { defineCheck, judgeEach } from '../define.ts';
import { maxConnections } from '../../aws/max-connections.ts';
import { type DailySeries, databaseDaily } from './metrics.ts';
import { certainDaysToFull, clusterStorage, daysEvidence, instanceStorage, type StorageOutlook } from './storage.ts';

const settings = z.object({
  horizonDays: z.number().min(1).default(90),
  cpuPercent: z.number().min(1).max(100).default(80),
  leastDays: z.number().int().min(5).max(30).default(14),
});

/** Further away, a trend of 30 days says nothing. */
const WORTH_TELLING_DAYS = 730;

export const growthSustainable = defineCheck({
  id: 'rds-growth-sustainable',
  title: 'Database does not outgrow its limits soon',
  severity: 'medium',
  why: 'What a trend of 30 days says now can be planned; what is noticed at the limit is an incident.',
  remediation: 'Plan for what runs out first: more storage, a larger class, a connection pool, archived rows.',
  calls: [
    'rds:DescribeDBInstances',
    'rds:DescribeDBClusters',
    'rds:DescribeDBParameters',
    'rds:DescribeDBClusterParameters',
    'cloudwatch:GetMetricData',
  ],
  settings,
  async *evaluate({ aws, now, settings: limits }) {
    const [instances, clusters] = await Promise.all([describeDBInstances(aws, {}), describeDBClusters(aws, {})]);
    const context: Context = { aws, now, limits };
    const subjects = [
      ...instances.map((one) => ({
        resource: dbInstance(aws, one),
        read: () => outlooksOfInstance(context, one, clusterOf(one, clusters)),
      })),
      ...clusters
        .filter(({ Engine: engine }) => hasClusterVolume(engine))
        .map((one) => ({ resource: dbCluster(aws, one), read: () => outlooksOfCluster(context, one) })),
    ];
    yield* judgeEach(
      subjects,
      ({ resource }) => resource,
      async ({ resource, read }) => judge(resource, await read(), limits),
    );
  },
});

interface Context {
  readonly aws: Aws;
  readonly now: Date;
  readonly limits: z.infer<typeof settings>;
}

/** One thing that can run out. */
interface Outlook {
  readonly of: string;
  /** What happens at its limit: `runs out of storage`. */
  readonly end: string;
  /** Undefined where there is not enough data. */
  readonly days: DaysUntil | undefined;
  /** Whether the whole interval of the slope goes one way: a trend, and not noise. */
  readonly certain: boolean;
}

async function outlooksOfInstance(
  { aws, now, limits }: Context,
  instance: DBInstance,
  cluster: DBCluster | undefined,
): Promise<Outlook[]> {
  const [storage, connections, cpu, limit] = await Promise.all([
    // An Aurora instance has no storage of its own.
    hasClusterVolume(instance.Engine) ? undefined : storageOfInstance(aws, instance, now),
    databaseDaily(aws, now, instance, ['DatabaseConnections', 'Maximum']),
    databaseDaily(aws, now, instance, ['CPUUtilization', 'Average']),
    maxConnections(aws, instance, cluster),
  ]);
  const window = { now, leastDays: limits.leastDays };
  return [
    ...(storage ? [storage] : []),
    // Without a limit, connections cannot run out; that the limit is not known is told by rds-connections-headroom.
    ...(limit
      ? [outlook({ of: 'connections', end: 'runs out of connections' }, connections, limit.value, window)]
      : []),
    outlook({ of: 'CPU', end: `reaches ${limits.cpuPercent} % CPU` }, cpu, limits.cpuPercent, window),
  ];
}

async function outlooksOfCluster({ aws, now }: Context, cluster: DBCluster): Promise<Outlook[]> {
  return [storageOutlook(await clusterStorage(aws, cluster, { now, trendDays: 30 }))];
}

async function storageOfInstance(aws: Aws, instance: DBInstance, now: Date): Promise<Outlook> {
  return storageOutlook(await instanceStorage(aws, instance, { now, trendDays: 30 }));
}

function storageOutlook(storage: StorageOutlook | undefined): Outlook {
  const certain = storage !== undefined && certainDaysToFull(storage) !== undefined;
  return { of: 'storage', end: 'runs out of storage', days: storage?.trend && storage.daysToFull, certain };
}

function outlook(
  what: Pick<Outlook, 'of' | 'end'>,
  series: DailySeries,
  limit: number,
  { now, leastDays }: { readonly now: Date; readonly leastDays: number },
): Outlook {
  const points = trendPoints(series, now);
  const trend = points.length < leastDays ? undefined : theilSen(points);
  if (!trend) return { ...what, days: undefined, certain: false };
  return { ...what, days: daysUp(trend, limit, now.getTime()), certain: isMoving(trend) };
}

const REACHED: DaysUntil = { low: 0, mid: 0, high: 0 };
const NEVER: DaysUntil = { low: undefined, mid: undefined, high: undefined };

/** What grows beyond its limit has reached it; what falls back to it from above does not run into it. */
function daysUp(trend: Trend, limit: number, now: number): DaysUntil {
  if (trend.slopePerDay <= 0) return NEVER;
  return valueAt(trend, now) >= limit ? REACHED : daysUntil(trend, limit, now);
}

function judge(resource: Resource, outlooks: readonly Outlook[], { horizonDays }: z.infer<typeof settings>): Verdict {
  const { id } = resource;
  const evidence = Object.fromEntries(
    outlooks.map(({ of, days, certain }) => [of, days ? { ...daysEvidence(days), certain } : null]),
  );
  const ends = outlooks
    .flatMap(({ end, days, certain }) => (certain && days?.mid !== undefined ? [{ end, mid: days.mid, days }] : []))
    .toSorted((a, b) => a.mid - b.mid);
  const soon = ends.filter(({ mid }) => mid < horizonDays);
  if (soon.length > 0) {
    const what = soon.map(({ end, mid, days }) => `${end} ${when(mid, days)}`);
    return fail(resource, `${id} ${what.join(', and ')}.`, evidence);
  }
  const missing = outlooks.filter(({ days }) => days === undefined).map(({ of }) => of);
  if (missing.length > 0) {
    return unknown(
      resource,
      `CloudWatch has too few days of ${id} for a trend of its ${missing.join(', ')}.`,
      evidence,
    );
  }
  const first = ends.find(({ mid }) => mid < WORTH_TELLING_DAYS);
  return first
    ? pass(resource, `${id} ${first.end} ${when(first.mid, first.days)}.`, evidence)
    : pass(resource, `${id} does not grow towards any of its limits.`, evidence);
}

function when(mid: number, { low, high }: DaysUntil): string {
  const interval = `${rounded(low ?? 0)} to ${high === undefined ? 'never' : rounded(high)}`;
  return mid === 0 ? 'now' : `in about ${rounded(mid, 0)} days (${interval})`;
}

function clusterOf({ DBClusterIdentifier: id }: DBInstance, clusters: readonly DBCluster[]): DBCluster | undefined {
  return id === undefined ? undefined : clusters.find((cluster) => cluster.DBClusterIdentifier === id);
}
