import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Watched } from './alarm-state.ts';
import { getMetricData } from './metric-data.ts';
import { findSeries } from './series.ts';
import { aggregate, type Points } from './statistics.ts';
import { periodsLookedAt, type Slot, type Verdict, verdictOf } from './verdict.ts';

/** What an alarm's data say at an instant, milliseconds since 1970: its periods end there. */
export function verdictAt(context: Watched, alarm: MetricAlarm, at: number): Verdict {
  const periodMs = periodOf(alarm) * 1000;
  const count = periodsLookedAt(alarm);
  const { at: times, values } = points(context, alarm, { start: at - count * periodMs, end: at, periodMs });
  const known = new Map(times.map((time, index) => [time, values[index]]));
  const slots: Slot[] = Array.from({ length: count }, (_, back) => {
    const begins = at - (back + 1) * periodMs;
    return { at: begins, value: known.get(begins) };
  });
  return verdictOf(alarm, slots, new Date(at));
}

/** In seconds; of metric math, the coarsest of the metrics that go into it. */
function periodOf({ Period, Metrics = [] }: MetricAlarm): number {
  return Period ?? Math.max(60, ...Metrics.map((one) => one.MetricStat?.Period ?? one.Period ?? 60));
}

interface Window {
  readonly start: number;
  readonly end: number;
  readonly periodMs: number;
}

function points(context: Watched, alarm: MetricAlarm, window: Window): Points {
  const { region } = context;
  if (alarm.Metrics?.length) return mathPoints(context, alarm, window);
  const { Namespace = '', MetricName = '', Dimensions, Unit, ExtendedStatistic, Statistic = 'Average' } = alarm;
  const series = findSeries(region.metrics, Namespace, MetricName, Dimensions);
  // An alarm that names the wrong unit gets no data, which is how many have never rung.
  if (!series || (Unit !== undefined && Unit !== series.unit)) return { at: [], values: [] };
  return aggregate(series, window, ExtendedStatistic ?? Statistic);
}

function mathPoints({ region }: Watched, { Metrics }: MetricAlarm, { start, end }: Window): Points {
  const input = {
    MetricDataQueries: Metrics,
    StartTime: new Date(start),
    EndTime: new Date(end),
    ScanBy: 'TimestampAscending',
  } as const;
  const [result] = getMetricData(input, { region, now: new Date(end) }).MetricDataResults ?? [];
  const { Timestamps = [], Values = [] } = result ?? {};
  return { at: Timestamps.map((time) => time.getTime()), values: Values };
}
