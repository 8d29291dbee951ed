import { DAY_MS } from '../src/checks/daily-range.ts';

interface CannedInput {
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: {
      readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { readonly Value: string }[] };
    };
  }[];
}

/**
 * Answers GetMetricData: `{ 'CPUUtilization i-1': daily(NOW, [3, 2, 1]) }`. A metric that is not there has no datapoints.
 * Datapoints are given newest first, as CloudWatch gives them where nobody asks for another order.
 */
export function cannedMetrics(series: Readonly<Record<string, readonly (readonly [at: Date, value: number])[]>>) {
  return ({ MetricDataQueries }: CannedInput) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => {
      const points = series[`${Metric.MetricName} ${Metric.Dimensions.map(({ Value }) => Value).join(' ')}`] ?? [];
      const newestFirst = points.toSorted((a, b) => b[0].getTime() - a[0].getTime());
      return { Id, Timestamps: newestFirst.map(([at]) => at), Values: newestFirst.map(([, value]) => value) };
    }),
  });
}

/** One datapoint a UTC day: the last value is of today, the one before of yesterday, and so on. */
export function daily(now: Date, values: readonly number[]): (readonly [Date, number])[] {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return values.map((value, index) => [new Date(today - (values.length - 1 - index) * DAY_MS), value]);
}
