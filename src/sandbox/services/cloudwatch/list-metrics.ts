import type { ListMetricsCommandInput, ListMetricsCommandOutput } from '@aws-sdk/client-cloudwatch';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import { DAY_MS, HOUR_MS } from '../../world/newcomer/seed.ts';
import type { MetricSeries } from '../../world/metrics.ts';
import { dimensionsOf } from './series.ts';
import { hasSample } from './statistics.ts';

/** A metric is listed while it has had data within two weeks; with `RecentlyActive`, within three hours. */
const LISTED_MS = 14 * DAY_MS;
const RECENT_MS = 3 * HOUR_MS;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export function listMetrics(
  input: ListMetricsCommandInput,
  { region, now }: SandboxContext,
): Omit<ListMetricsCommandOutput, '$metadata'> {
  const since = now.getTime() - (input.RecentlyActive === 'PT3H' ? RECENT_MS : LISTED_MS);
  const found = region.metrics.filter((series) => matches(series, input) && hasSample(series, since, now.getTime()));
  const { items, next } = page(found, {
    token: input.NextToken,
    size: undefined,
    defaultSize: 500,
    most: 500,
    badToken: 'InvalidParameterValue',
  });
  return {
    Metrics: items.map((series) => ({
      Namespace: series.namespace,
      MetricName: series.name,
      Dimensions: dimensionsOf(series),
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function matches(series: MetricSeries, { Namespace, MetricName, Dimensions = [] }: ListMetricsCommandInput): boolean {
  return (
    (Namespace === undefined || Namespace === series.namespace) &&
    (MetricName === undefined || MetricName === series.name) &&
    Dimensions.every(({ Name = '', Value }) => {
      const value = series.dimensions[Name];
      return value !== undefined && (Value === undefined || Value === value);
    })
  );
}
