import type { Datapoint } from '../../aws/metric-gathering.ts';
import type { JsonObject } from '../../model/json.ts';
import { rounded } from '../../model/statistics.ts';
import { type DaysUntil, daysUntil, isMoving, theilSen, type Trend, valueAt } from '../../model/trend.ts';
import { wholeDays } from '../daily-range.ts';
import type { ServiceHistory } from './metrics.ts';

/** What a service may grow to, and how it has grown. */
export interface Limit {
  readonly what: string;
  readonly unit: string;
  readonly series: readonly Datapoint[];
  readonly limit: number;
}

/** The daily peak of tasks, against the scalable target; the daily mean of CPU and memory, whose peaks are starts. */
export function limitsOf(
  { runningTasks, cpu, memory }: ServiceHistory,
  maximum: number | undefined,
  percent: number,
): Limit[] {
  const tasks = { what: 'running tasks', unit: '', series: runningTasks.maximum };
  return [
    ...(maximum === undefined ? [] : [{ ...tasks, limit: maximum }]),
    { what: 'CPU', unit: ' %', series: cpu.average, limit: percent },
    { what: 'memory', unit: ' %', series: memory.average, limit: percent },
  ];
}

export interface Outlook extends Limit {
  readonly days: number;
  /** The newest day's value. */
  readonly now: number | null;
  readonly trend: Trend | undefined;
  /** Absent where nothing grows. */
  readonly until: DaysUntil | undefined;
}

/** Where the whole days of a series lead, if there are enough of them. */
export function outlook(limit: Limit, now: Date, minimumDays: number): Outlook {
  const series = wholeDays(limit.series, now);
  const trend =
    series.length < minimumDays ? undefined : theilSen(series.map(({ at, value }) => ({ at: at.getTime(), value })));
  const newest = series.at(-1)?.value;
  return {
    ...limit,
    days: series.length,
    now: newest === undefined ? null : rounded(newest),
    trend,
    until: trend && untilLimit(trend, limit.limit, now.getTime()),
  };
}

/** Undefined where nothing grows; what grows beyond its limit has reached it, from whichever side it is looked at. */
function untilLimit(trend: Trend, limit: number, now: number): DaysUntil | undefined {
  if (!isMoving(trend) || trend.slopePerDay <= 0) return undefined;
  return valueAt(trend, now) >= limit ? { low: 0, mid: 0, high: 0 } : daysUntil(trend, limit, now);
}

/** `memory grows by 0.6 % a day and reaches 80 % in about 30 days (29 to 31)`: the 95 % interval of the trend. */
export function say({ what, unit, limit, trend, until }: Outlook): string {
  const [grow, reach, have] = what === 'running tasks' ? ['grow', 'reach', 'have'] : ['grows', 'reaches', 'has'];
  const pace = `${what} ${grow} by ${rounded(trend?.slopePerDay ?? 0, 2)}${unit} a day and`;
  if (until?.mid === undefined || until.mid === 0) return `${pace} ${have} reached ${limit}${unit}`;
  const latest = until.high === undefined ? 'never' : `${Math.ceil(until.high)}`;
  const interval = `${Math.floor(until.low ?? until.mid)} to ${latest}`;
  return `${pace} ${reach} ${limit}${unit} in about ${Math.round(until.mid)} days (${interval})`;
}

export function evidenceOf({ what, limit, days, now, trend, until }: Outlook): JsonObject {
  return {
    what,
    limit,
    now,
    days,
    slopePerDay: trend ? rounded(trend.slopePerDay, 3) : null,
    daysUntil: until?.mid === undefined ? null : rounded(until.mid),
    daysUntilLow: until?.low === undefined ? null : rounded(until.low),
    daysUntilHigh: until?.high === undefined ? null : rounded(until.high),
  };
}
