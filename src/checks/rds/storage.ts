import type { Aws } from '../../aws/execution.ts';
import { type DBCluster, type DBInstance } from '../../aws/rds.ts';
import type { JsonObject } from '../../model/json.ts';
import { rounded } from '../../model/statistics.ts';
import { type DaysUntil, daysUntil, isMoving, theilSen, type Trend, type TrendPoint } from '../../model/trend.ts';
import { DAY_MS, trendPoints } from '../daily-range.ts';
import { conditionOf } from './database-status.ts';
import { clusterVolumeDaily, type DailySeries, databaseDaily } from './metrics.ts';

/** How much storage a database has left, and for how long. */
export interface StorageOutlook {
  readonly usedBytes: number;
  /** What it can grow to without anybody's help: the allocation, the ceiling of storage autoscaling, Aurora's limit. */
  readonly ceilingBytes: number;
  /** Undefined where there are too few days to say. */
  readonly trend: Trend | undefined;
  readonly daysToFull: DaysUntil;
  /** The UTC day of the newest datapoint. */
  readonly day: Date;
}

const GIB = 2 ** 30;
const TIB = 2 ** 40;
const FEWEST_TREND_DAYS = 5;
/** Metrics come minutes late, and today's datapoint may not be there yet: older than this is no data. */
const STALE_MS = 2 * DAY_MS;
const NEVER: DaysUntil = { low: undefined, mid: undefined, high: undefined };

interface Window {
  readonly now: Date;
  readonly trendDays: number;
}

/** Undefined where CloudWatch has no recent datapoint. */
export async function instanceStorage(
  aws: Aws,
  instance: DBInstance,
  { now, trendDays }: Window,
): Promise<StorageOutlook | undefined> {
  const series = await databaseDaily(aws, now, instance, ['FreeStorageSpace', 'Minimum']);
  // A stopped database publishes nothing, and nothing is written to it either.
  const last = newest(series, now, conditionOf(instance.DBInstanceStatus) === 'stopped' ? Infinity : STALE_MS);
  const allocated = (instance.AllocatedStorage ?? 0) * GIB;
  if (!last || allocated === 0) return undefined;
  const ceilingBytes = Math.max(allocated, (instance.MaxAllocatedStorage ?? 0) * GIB);
  // In terms of free space the ceiling lies as far below zero as autoscaling can still add.
  const outlook = trendTo(allocated - ceilingBytes, sinceLastRise(trendPoints(series, now, trendDays), allocated), now);
  return { ...outlook, usedBytes: allocated - last.value, ceilingBytes, day: last.at };
}

/** Undefined where CloudWatch has no recent datapoint. */
export async function clusterStorage(
  aws: Aws,
  cluster: DBCluster,
  { now, trendDays }: Window,
): Promise<StorageOutlook | undefined> {
  const series = await clusterVolumeDaily(aws, now, cluster);
  const last = newest(series, now, conditionOf(cluster.Status) === 'stopped' ? Infinity : STALE_MS);
  if (!last) return undefined;
  const ceilingBytes = volumeLimitBytes(cluster.Engine, cluster.EngineVersion);
  const outlook = trendTo(ceilingBytes, trendPoints(series, now, trendDays), now);
  return { ...outlook, usedBytes: last.value, ceilingBytes, day: last.at };
}

/**
 * 256 TiB for Aurora PostgreSQL 15.13, 16.9, 17.5 and later and Aurora MySQL 3.10 and later, else 128 TiB.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html#RDS_Limits.FileSize.Aurora
 */
export function volumeLimitBytes(engine = '', version = ''): number {
  return (engine.startsWith('aurora') && isAtLeastVersion(engine, version) ? 256 : 128) * TIB;
}

function isAtLeastVersion(engine: string, version: string): boolean {
  if (engine === 'aurora-mysql') {
    // 8.0.mysql_aurora.3.10.1
    const [, major = 0, minor = 0] = (/mysql_aurora\.(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
    return major > 3 || (major === 3 && minor >= 10);
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const least: Readonly<Record<number, number>> = { 15: 13, 16: 9, 17: 5 };
  return major > 17 || minor >= (least[major] ?? Infinity);
}

export function freePercent({ usedBytes, ceilingBytes }: StorageOutlook): number {
  return (100 * (ceilingBytes - usedBytes)) / ceilingBytes;
}

/** Days until the ceiling, where the series certainly goes there. */
export function certainDaysToFull({ trend, daysToFull }: StorageOutlook): number | undefined {
  return trend && isMoving(trend) ? daysToFull.mid : undefined;
}

export function storageEvidence(outlook: StorageOutlook): JsonObject {
  const { trend, daysToFull } = outlook;
  return {
    usedBytes: Math.round(outlook.usedBytes),
    ceilingBytes: outlook.ceilingBytes,
    freePercent: rounded(freePercent(outlook)),
    growthBytesPerDay: trend ? Math.round(Math.abs(trend.slopePerDay)) : null,
    trendDays: trend?.points ?? 0,
    daysToFull: daysEvidence(daysToFull),
    day: outlook.day.toISOString(),
  };
}

/** `low` to `high` is the 95 % interval; null: never. */
export function daysEvidence({ low, mid, high }: DaysUntil): JsonObject {
  const of = (days: number | undefined): number | null => (days === undefined ? null : rounded(days));
  return { low: of(low), mid: of(mid), high: of(high) };
}

export function gibibytes(bytes: number): string {
  return bytes >= TIB ? `${rounded(bytes / TIB)} TiB` : `${rounded(bytes / GIB)} GiB`;
}

function newest(series: DailySeries, now: Date, oldestMs: number): DailySeries[number] | undefined {
  const last = series.at(-1);
  return last && now.getTime() - last.at.getTime() < oldestMs ? last : undefined;
}

/** More storage, or a great clean-up: what came before says nothing of how fast the rest is used up. */
function sinceLastRise(points: readonly TrendPoint[], allocated: number): readonly TrendPoint[] {
  const rise = points.findLastIndex((point, index) => {
    const previous = points[index - 1];
    return previous !== undefined && point.value - previous.value > allocated * 0.05;
  });
  return rise === -1 ? points : points.slice(rise);
}

function trendTo(
  limit: number,
  points: readonly TrendPoint[],
  now: Date,
): Pick<StorageOutlook, 'trend' | 'daysToFull'> {
  const trend = points.length < FEWEST_TREND_DAYS ? undefined : theilSen(points);
  return { trend, daysToFull: trend ? daysUntil(trend, limit, now.getTime()) : NEVER };
}
