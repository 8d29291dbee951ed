import { median } from './statistics.ts';

export interface TrendPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

/**
 * Where a series goes, whatever a few wild days say: the Theil–Sen estimator, with the 95 % confidence interval of the
 * slope by Sen's order statistics. https://doi.org/10.1080/01621459.1968.10480934
 */
export interface Trend {
  /** In units of the value a day. */
  readonly slopePerDay: number;
  readonly slopeLow: number;
  readonly slopeHigh: number;
  /** The middle of the observed time, in milliseconds since 1970, where the three lines cross. */
  readonly pivotAt: number;
  readonly pivotValue: number;
  readonly points: number;
}

/** Days from now; undefined where the limit is never reached that way. */
export interface DaysUntil {
  /** By the end of the interval that gets there first. */
  readonly low: number | undefined;
  readonly mid: number | undefined;
  /** By the end of the interval that gets there last. */
  readonly high: number | undefined;
}

/** One point of a forecast, as a plot draws it. */
export interface ForecastPoint {
  readonly at: string;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

const DAY_MS = 86_400_000;
/** Ninety daily points are 4,005 pairs; longer series are thinned to as many groups. */
const MOST_POINTS = 90;
/** Two points always lie on a line: that is no trend. */
const FEWEST_POINTS = 3;
/** The two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/** The trend of a series in any order; undefined of fewer than three instants. */
export function theilSen(series: readonly TrendPoint[]): Trend | undefined {
  const finite = series.filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value));
  const points = thinned(finite.toSorted((a, b) => a.at - b.at));
  const slopes = pairwiseSlopes(points);
  const pivotAt = median(points.map(({ at }) => at));
  const slopePerDay = median(slopes);
  if (instants(points) < FEWEST_POINTS || pivotAt === undefined || slopePerDay === undefined) return undefined;
  const offsets = points.map(({ at, value }) => value - slopePerDay * days(at - pivotAt));
  const [slopeLow, slopeHigh] = interval(slopes, points);
  return {
    slopePerDay,
    slopeLow: Math.min(slopeLow, slopePerDay),
    slopeHigh: Math.max(slopeHigh, slopePerDay),
    pivotAt,
    pivotValue: median(offsets) ?? 0,
    points: points.length,
  };
}

/** What the trend says the value is at an instant. */
export function valueAt(trend: Trend, at: number): number {
  return along(trend, trend.slopePerDay, at);
}

/**
 * How many days after `now` the trend reaches a limit, from whichever side of it most of the series lies; 0 where the
 * trend is beyond it by now.
 */
export function daysUntil(trend: Trend, limit: number, now: number): DaysUntil {
  const [low, high] = [trend.slopeLow, trend.slopeHigh]
    .map((slope) => daysAlong(trend, slope, limit, now))
    .toSorted((a, b) => (a ?? Infinity) - (b ?? Infinity));
  return { low, mid: daysAlong(trend, trend.slopePerDay, limit, now), high };
}

/** Whether the whole interval of the slope is above zero, or below: else the series may as well stand still. */
export function isMoving(trend: Trend): boolean {
  return trend.slopeLow > 0 || trend.slopeHigh < 0;
}

/** One point a day, from `from` on, with `from` itself: `dayCount + 1` points. */
export function forecast(trend: Trend, from: number, dayCount: number): ForecastPoint[] {
  return Array.from({ length: dayCount + 1 }, (_, day) => {
    const at = from + day * DAY_MS;
    const ends = [along(trend, trend.slopeLow, at), along(trend, trend.slopeHigh, at)] as const;
    return { at: new Date(at).toISOString(), low: Math.min(...ends), mid: valueAt(trend, at), high: Math.max(...ends) };
  });
}

function along(trend: Trend, slope: number, at: number): number {
  return trend.pivotValue + slope * days(at - trend.pivotAt);
}

function daysAlong(trend: Trend, slope: number, limit: number, now: number): number | undefined {
  const way = limit - trend.pivotValue;
  if (way === 0) return 0;
  const needed = way / slope;
  if (!Number.isFinite(needed) || needed < 0) return undefined;
  return Math.max(needed - days(now - trend.pivotAt), 0);
}

function days(ms: number): number {
  return ms / DAY_MS;
}

function instants(points: readonly TrendPoint[]): number {
  return new Set(points.map(({ at }) => at)).size;
}

function pairwiseSlopes(points: readonly TrendPoint[]): number[] {
  const slopes: number[] = [];
  for (const [index, a] of points.entries()) {
    for (const b of points.slice(index + 1)) {
      if (b.at !== a.at) slopes.push((b.value - a.value) / days(b.at - a.at));
    }
  }
  return slopes.toSorted((a, b) => a - b);
}

/** Equal values carry no rank, which narrows Kendall's variance: Sen's correction for ties. */
function interval(slopes: readonly number[], points: readonly TrendPoint[]): readonly [number, number] {
  const n = points.length;
  const ties = [...tieSizes(points.map(({ value }) => value)), ...tieSizes(points.map(({ at }) => at))];
  const variance = (kendall(n) - ties.reduce((sum, size) => sum + kendall(size), 0)) / 18;
  const reach = Z * Math.sqrt(Math.max(variance, 0));
  const low = Math.max(Math.round((slopes.length - reach) / 2) - 1, 0);
  const high = Math.min(Math.round((slopes.length + reach) / 2), slopes.length - 1);
  return [slopes[low] ?? 0, slopes[high] ?? 0];
}

function kendall(n: number): number {
  return n * (n - 1) * (2 * n + 5);
}

function tieSizes(values: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

/** Neighbours in time as one point, by their medians, so that outliers stay outliers and a line stays a line. */
function thinned(points: readonly TrendPoint[]): readonly TrendPoint[] {
  const size = Math.ceil(points.length / MOST_POINTS);
  if (size <= 1) return points;
  const groups: TrendPoint[] = [];
  for (let from = 0; from < points.length; from += size) {
    const group = points.slice(from, from + size);
    groups.push({
      at: median(group.map(({ at }) => at)) ?? 0,
      value: median(group.map(({ value }) => value)) ?? 0,
    });
  }
  return groups;
}
