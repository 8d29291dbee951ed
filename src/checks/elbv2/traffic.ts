import { metric } from '../../aws/cloudwatch.ts';
import type { MetricQuery } from '../../aws/metric-gathering.ts';
import { type LoadBalancer, loadBalancerDimension } from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';

export interface Traffic {
  readonly any: boolean;
  /** By the metric's name: sums of requests and bytes, the largest number of flows at a time. */
  readonly counts: Readonly<Record<string, number>>;
}

interface Source {
  readonly namespace: string;
  readonly metrics: readonly (readonly [name: string, statistic: 'Sum' | 'Maximum'])[];
}

/**
 * What says that somebody uses a load balancer. RequestCount counts what reached a target: an Application Load Balancer
 * that only redirects, or answers by itself, is used too.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
 */
const SOURCES: Readonly<Record<'application' | 'network' | 'gateway', Source>> = {
  application: {
    namespace: 'AWS/ApplicationELB',
    metrics: [
      ['RequestCount', 'Sum'],
      ['HTTP_Redirect_Count', 'Sum'],
      ['HTTP_Fixed_Response_Count', 'Sum'],
    ],
  },
  network: {
    namespace: 'AWS/NetworkELB',
    metrics: [
      ['ActiveFlowCount', 'Maximum'],
      ['ProcessedBytes', 'Sum'],
    ],
  },
  gateway: {
    namespace: 'AWS/GatewayELB',
    metrics: [
      ['ActiveFlowCount', 'Maximum'],
      ['ProcessedBytes', 'Sum'],
    ],
  },
};

const HOUR_MS = 3_600_000;

/** The traffic of so many days before the hour of `now`. */
export async function readTraffic(aws: Aws, balancer: LoadBalancer, now: Date, days: number): Promise<Traffic> {
  const to = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const range = { from: new Date(to - days * 24 * HOUR_MS), to: new Date(to) };
  const { namespace, metrics } = SOURCES[balancer.Type ?? 'application'];
  const dimensions = { LoadBalancer: loadBalancerDimension(balancer) };
  const counts = await Promise.all(
    metrics.map(async ([name, statistic]) => {
      const query: MetricQuery = { namespace, name, dimensions, statistic, periodSeconds: 3600 };
      const values = (await metric(aws, query, range)).map(({ value }) => value);
      return [name, statistic === 'Sum' ? sum(values) : Math.max(0, ...values)] as const;
    }),
  );
  return { any: counts.some(([, count]) => count > 0), counts: Object.fromEntries(counts) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
