import type { GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import type { Answers } from './answers.ts';

export interface AskedMetric {
  readonly name: string;
  readonly namespace: string;
  readonly statistic: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly periodSeconds: number;
}

/** GetMetricData from a function of metric and instant; undefined is a gap. Newest first, as AWS may answer. */
export function metricAnswers(valueAt: (asked: AskedMetric, at: Date) => number | undefined): Answers {
  return {
    'cloudwatch:GetMetricData': (input: GetMetricDataCommandInput) => {
      const { StartTime: from = new Date(0), EndTime: to = new Date(0), MetricDataQueries: queries = [] } = input;
      const results = queries.map(({ Id, MetricStat }) => {
        const { Metric: metric = {}, Period: periodSeconds = 60, Stat: statistic = '' } = MetricStat ?? {};
        const dimensions = Object.fromEntries(
          (metric.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]),
        );
        const { MetricName: name = '', Namespace: namespace = '' } = metric;
        const asked = { name, namespace, statistic, dimensions, periodSeconds };
        const points: { at: Date; value: number }[] = [];
        for (let at = from.getTime(); at < to.getTime(); at += periodSeconds * 1000) {
          const value = valueAt(asked, new Date(at));
          if (value !== undefined) points.unshift({ at: new Date(at), value });
        }
        return { Id, Timestamps: points.map(({ at }) => at), Values: points.map(({ value }) => value) };
      });
      return { MetricDataResults: results };
    },
  };
}
