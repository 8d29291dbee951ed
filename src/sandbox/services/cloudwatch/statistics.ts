import type { MetricSeries } from '../../world/metrics.ts';

/** Half-open `[start, end)` in milliseconds since 1970, cut into periods that begin at `start`. */
export interface Window {
  readonly start: number;
  readonly end: number;
  readonly periodMs: number;
}

/** Datapoints, oldest first: `at[i]` is where the period of `values[i]` begins. Periods without a sample are left out. */
export interface Points {
  readonly at: number[];
  readonly values: number[];
}

export const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * How long CloudWatch keeps a resolution: a finer period than was kept gives no datapoint.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
 */
const KEPT = [
  { ageMs: 3 * HOUR_MS, resolutionMs: 1000 },
  { ageMs: 15 * DAY_MS, resolutionMs: MINUTE_MS },
  { ageMs: 63 * DAY_MS, resolutionMs: 5 * MINUTE_MS },
  { ageMs: 455 * DAY_MS, resolutionMs: HOUR_MS },
];

/**
 * A request's start rounded down as CloudWatch does: to the minute, five minutes or the hour, the older the coarser.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export function roundedStart(start: number, now: number, periodMs: number): number {
  const age = now - start;
  const unit =
    age > 63 * DAY_MS ? HOUR_MS : age > 15 * DAY_MS ? 5 * MINUTE_MS : periodMs < MINUTE_MS ? periodMs : MINUTE_MS;
  return Math.floor(start / unit) * unit;
}

/** What lies in the future has not been published; what is too old for its resolution is gone. */
export function published({ start, end, periodMs }: Window, now: number): Window {
  const kept = KEPT.findLast(({ resolutionMs }) => periodMs % resolutionMs === 0);
  const oldest = now - (kept?.ageMs ?? 0);
  const skipped = start < oldest ? Math.ceil((oldest - start) / periodMs) : 0;
  return { start: start + skipped * periodMs, end: Math.min(end, now), periodMs };
}

/** One statistic of a series, period by period; `stat` is one of AWS's names or a percentile like `p95`. */
export function aggregate(series: MetricSeries, window: Window, stat: string): Points {
  const percentile = percentileOf(stat);
  return percentile === undefined ? aggregatePlain(series, window, stat) : aggregateRank(series, window, percentile);
}

/** The share of a percentile statistic, 0 to 100: `p99.9` is 99.9. Undefined for any other statistic. */
export function percentileOf(stat: string): number | undefined {
  const share = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(stat)?.[1];
  return share !== undefined && Number(share) <= 100 ? Number(share) : undefined;
}

/** Whether a series has a sample in `[start, end)`, newest looked at first. */
export function hasSample(series: MetricSeries, start: number, end: number): boolean {
  const step = series.everySeconds * 1000;
  for (let at = Math.ceil(end / step) * step - step; at >= start; at -= step) {
    if (series.at(at) !== undefined) return true;
  }
  return false;
}

function aggregatePlain(series: MetricSeries, window: Window, stat: string): Points {
  const points: Points = { at: [], values: [] };
  eachPeriod(series, window, (at, samples) => {
    let count = 0;
    let sum = 0;
    let least = Infinity;
    let most = -Infinity;
    for (let instant = samples.first; instant < samples.end; instant += samples.step) {
      const value = series.at(instant);
      if (value === undefined) continue;
      count += 1;
      sum += value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (count === 0) return;
    points.at.push(at);
    points.values.push(plain(stat, count, sum, [least, most]));
  });
  return points;
}

function plain(stat: string, count: number, sum: number, [least, most]: readonly [number, number]): number {
  switch (stat) {
    case 'Average':
      return sum / count;
    case 'Sum':
      return sum;
    case 'Minimum':
      return least;
    case 'Maximum':
      return most;
    default:
      return count;
  }
}

function aggregateRank(series: MetricSeries, window: Window, percentile: number): Points {
  const points: Points = { at: [], values: [] };
  eachPeriod(series, window, (at, samples) => {
    const values: number[] = [];
    for (let instant = samples.first; instant < samples.end; instant += samples.step) {
      const value = series.at(instant);
      if (value !== undefined) values.push(value);
    }
    if (values.length === 0) return;
    points.at.push(at);
    points.values.push(
      interpolated(
        values.toSorted((a, b) => a - b),
        percentile,
      ),
    );
  });
  return points;
}

function interpolated(sorted: readonly number[], percentile: number): number {
  const rank = (percentile / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? NaN;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - Math.floor(rank));
}

interface Samples {
  readonly first: number;
  readonly end: number;
  readonly step: number;
}

/** Samples are published at multiples of the series' own period since 1970; only they are looked at, each once. */
function eachPeriod(series: MetricSeries, window: Window, visit: (at: number, samples: Samples) => void): void {
  const step = series.everySeconds * 1000;
  const { start, end, periodMs } = window;
  let first = Math.ceil(start / step) * step;
  while (first < end) {
    const at = start + Math.floor((first - start) / periodMs) * periodMs;
    const last = Math.min(at + periodMs, end);
    visit(at, { first, end: last, step });
    first = Math.ceil(last / step) * step;
  }
}
