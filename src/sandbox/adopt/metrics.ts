import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  ListMetricsInput,
  ListMetricsOutput,
  Metric,
  MetricStat,
} from '@aws-sdk/client-cloudwatch';
import type { MetricSeries } from '../world/metrics.ts';
import type { Ground } from './ground.ts';
import { answersTo } from './recording.ts';

/** What load balancers publish is made of the requests that flow; services of ECS have a load of their own. */
const MADE_HERE = ['AWS/ApplicationELB', 'AWS/ECS'];

const MINUTE_MS = 60_000;
/** Within the three hours that `RecentlyActive` asks for. */
const LISTED_MINUTES = 150;

/** What was read of a metric is what it was; from then on it stays at its last value. */
export function adoptMetrics({ recordings, region, now, assume }: Ground): void {
  const known = new Set<string>();
  const add = (series: MetricSeries) => {
    const key = JSON.stringify([series.namespace, series.name, series.dimensions]);
    if (MADE_HERE.includes(series.namespace) || known.has(key)) return;
    known.add(key);
    region.metrics.push(series);
  };
  for (const { input, answer } of answersTo<GetMetricDataInput, GetMetricDataOutput>(
    recordings,
    'cloudwatch',
    'GetMetricData',
  )) {
    for (const { Id, MetricStat } of input.MetricDataQueries ?? []) {
      const { Timestamps = [], Values = [] } = answer.MetricDataResults?.find((one) => one.Id === Id) ?? {};
      if (MetricStat && Values.length > 0) add(seriesOf(MetricStat, Timestamps, Values));
    }
  }
  if (known.size > 0) assume('Metrics that were read stay at the value that they had last.');
  for (const { answer } of answersTo<ListMetricsInput, ListMetricsOutput>(recordings, 'cloudwatch', 'ListMetrics')) {
    for (const { Namespace, MetricName, Dimensions } of answer.Metrics ?? []) {
      add(listedSeries({ Namespace, MetricName, Dimensions }, now));
    }
  }
}

function seriesOf(
  { Metric, Period = 60 }: MetricStat,
  times: readonly Date[],
  values: readonly number[],
): MetricSeries {
  const periodMs = Period * 1000;
  const points = times.map((time, index) => ({ at: time.getTime(), value: values[index] }));
  const last = points.toSorted((a, b) => a.at - b.at).at(-1);
  return {
    namespace: Metric?.Namespace ?? '',
    name: Metric?.MetricName ?? '',
    dimensions: Object.fromEntries((Metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    unit: 'None',
    everySeconds: Period,
    at(instant) {
      if (last && instant > last.at) return last.value;
      return points.find(({ at }) => at <= instant && instant < at + periodMs)?.value;
    },
  };
}

/** Of what was only listed nobody knows the values: there was one, or it would not have been listed, too old for alarms. */
function listedSeries(metric: Metric, now: Date): MetricSeries {
  const at = new Date(Math.floor(now.getTime() / MINUTE_MS - LISTED_MINUTES) * MINUTE_MS);
  const series = seriesOf({ Metric: metric, Period: 60, Stat: 'Sum' }, [at], [0]);
  return { ...series, at: (instant) => (instant === at.getTime() ? 0 : undefined) };
}
