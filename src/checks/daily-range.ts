import type { Datapoint, TimeRange } from '../aws/metric-gathering.ts';
import type { TrendPoint } from '../model/trend.ts';

export const DAY_MS = 86_400_000;
export const DAY_SECONDS = 86_400;
const HOUR_MS = 3_600_000;

/**
 * So many whole UTC days, and what there is of today: one range for every check and section, so that CloudWatch is asked
 * for all of them at once. It begins at midnight, where daily datapoints begin too.
 */
export function dailyRange(now: Date, days = 30): TimeRange {
  const from = new Date(midnight(now) - days * DAY_MS);
  return { from, to: new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS) };
}

/** The newest `days` whole UTC days of a daily series: today's datapoint is of a day that is not over. */
export function wholeDays(series: readonly Datapoint[], now: Date, days = 30): readonly Datapoint[] {
  const today = midnight(now);
  return series.filter(({ at }) => at.getTime() < today && at.getTime() >= today - days * DAY_MS);
}

/**
 * Whole days as the points of a trend, each at its noon: a datapoint carries the instant at which its day began, when
 * most of what it tells had not happened yet.
 */
export function trendPoints(series: readonly Datapoint[], now: Date, days = 30): TrendPoint[] {
  return wholeDays(series, now, days).map(({ at, value }) => ({ at: at.getTime() + DAY_MS / 2, value }));
}

function midnight(now: Date): number {
  return Math.floor(now.getTime() / DAY_MS) * DAY_MS;
}
