import { metric } from '../../aws/cloudwatch.ts';
import type { Datapoint, MetricQuery, TimeRange } from '../../aws/metric-gathering.ts';
import { type Service, serviceNames } from '../../aws/ecs.ts';
import type { Aws } from '../../aws/execution.ts';
import { DAY_SECONDS, dailyRange } from '../daily-range.ts';

/** One point for each UTC day, oldest first, the last of today so far; a day without data has none. */
export interface DailySeries {
  readonly average: readonly Datapoint[];
  readonly maximum: readonly Datapoint[];
}

/** How a service was used, day by day. Percentages are of what the tasks are allotted. */
export interface ServiceHistory {
  /** Published by Container Insights alone: empty where that is off. */
  readonly runningTasks: DailySeries;
  readonly cpu: DailySeries;
  readonly memory: DailySeries;
}

/** Utilization in percent, averaged over all tasks. */
export interface Utilization {
  readonly cpu: readonly Datapoint[];
  readonly memory: readonly Datapoint[];
}

const HOUR_MS = 3_600_000;

/**
 * The last 30 days, in one GetMetricData with what other checks ask of them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 */
export async function serviceHistory(aws: Aws, service: Service, now: Date): Promise<ServiceHistory> {
  const range = dailyRange(now);
  const [runningTasks, cpu, memory] = await Promise.all([
    daily(aws, service, 'RunningTaskCount', range),
    daily(aws, service, 'CPUUtilization', range),
    daily(aws, service, 'MemoryUtilization', range),
  ]);
  return { runningTasks, cpu, memory };
}

/**
 * The 24 hours before the hour of `now`, by five minutes. CloudWatch has no percentiles of these metrics, which several
 * tasks publish together: take them from these averages.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Percentiles
 */
export async function serviceUtilization(aws: Aws, service: Service, now: Date): Promise<Utilization> {
  const range = lastDay(now);
  const [cpu, memory] = await Promise.all([
    metric(aws, queryOf(service, 'CPUUtilization', 'Average', 300), range),
    metric(aws, queryOf(service, 'MemoryUtilization', 'Average', 300), range),
  ]);
  return { cpu, memory };
}

export function valuesOf(points: readonly Datapoint[]): number[] {
  return points.map(({ value }) => value);
}

type MetricName = 'CPUUtilization' | 'MemoryUtilization' | 'RunningTaskCount';

async function daily(aws: Aws, service: Service, name: MetricName, range: TimeRange): Promise<DailySeries> {
  const [average, maximum] = await Promise.all([
    metric(aws, queryOf(service, name, 'Average', DAY_SECONDS), range),
    metric(aws, queryOf(service, name, 'Maximum', DAY_SECONDS), range),
  ]);
  return { average, maximum };
}

function queryOf(
  service: Service,
  name: MetricName,
  statistic: MetricQuery['statistic'],
  periodSeconds: number,
): MetricQuery {
  const { cluster, service: serviceName } = serviceNames(service);
  return {
    namespace: name === 'RunningTaskCount' ? 'ECS/ContainerInsights' : 'AWS/ECS',
    name,
    dimensions: { ClusterName: cluster, ServiceName: serviceName },
    statistic,
    periodSeconds,
  };
}

/** Ends at a full hour, so that checks that are run together ask for one range. */
function lastDay(now: Date): TimeRange {
  const to = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return { from: new Date(to - 24 * HOUR_MS), to: new Date(to) };
}
