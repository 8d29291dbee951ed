import type { GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { NOW } from './answers.ts';

/** A metric that is asked for, as a test tells one from another. */
export interface AskedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

const DAY_MS = 86_400_000;
const TODAY = Math.floor(NOW.getTime() / DAY_MS) * DAY_MS;

/**
 * Answers GetMetricData with daily values: the last one is today's, the one before yesterday's, and so on; `null` is a
 * day without data. Nothing is known of a metric for which `values` gives nothing.
 */
export function dailyMetrics(values: (asked: AskedMetric) => readonly (number | null)[] | undefined) {
  return ({ MetricDataQueries = [] }: GetMetricDataCommandInput) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) => {
      const { Namespace = '', MetricName = '', Dimensions = [] } = MetricStat?.Metric ?? {};
      const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
      const asked = { namespace: Namespace, name: MetricName, dimensions, statistic: MetricStat?.Stat ?? '' };
      const given = (values(asked) ?? [])
        .map((value, index, all) => ({ value, at: TODAY - (all.length - 1 - index) * DAY_MS }))
        .flatMap(({ value, at }) => (value === null ? [] : [{ value, at: new Date(at) }]));
      return { Id, Timestamps: given.map(({ at }) => at), Values: given.map(({ value }) => value) };
    }),
  });
}

/** So many days of a value, or of a value that changes by so much a day. */
export function days(count: number, value: number, perDay = 0): number[] {
  return Array.from({ length: count }, (_, day) => value + perDay * day);
}
