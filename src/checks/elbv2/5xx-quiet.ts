import { z } from 'zod';
import { metric } from '../../aws/cloudwatch.ts';
import type { TimeRange } from '../../aws/metric-gathering.ts';
import { describeLoadBalancers, loadBalancer, type LoadBalancer, loadBalancerDimension } from '../../aws/elbv2.ts';
import type { Aws } from '../../aws/execution.ts';
import { fail, pass, type Resource, type Verdict } from '../../model/finding.ts';
import { rounded } from '../../model/statistics.ts';
import { defineCheck, judgeEach } from '../define.ts';

const settings = z.object({
  errorPercent: z.number().min(0).max(100).default(1),
  errorCount: z.number().min(0).default(10),
});

export const serverErrorsQuiet = defineCheck({
  id: 'elbv2-5xx-quiet',
  title: 'Load balancer answers without server errors',
  severity: 'high',
  why: 'Every 5xx is a customer who got an error. The load balancer counts them even where no application log does.',
  remediation:
    'Errors of targets: read the log of the service behind the target group for the hour. Errors of the load balancer ' +
    'itself (502, 503, 504): look at target health, time-outs and capacity. The access log in S3 names each request.',
  calls: ['elbv2:DescribeLoadBalancers', 'cloudwatch:GetMetricData'],
  settings,
  async *evaluate({ aws, now, settings: limits }) {
    const range = lastHour(now);
    yield* judgeEach(
      await describeLoadBalancers(aws, {}),
      (balancer) => loadBalancer(aws, balancer),
      async (balancer) => {
        const resource = loadBalancer(aws, balancer);
        const { Type: type = 'application' } = balancer;
        if (type !== 'application') {
          return pass(resource, `${resource.id} is a ${type} load balancer, which sees no HTTP status.`, { type });
        }
        return judge(resource, await readCounts(aws, balancer, range), range, limits);
      },
    );
  },
});

const MINUTE_MS = 60_000;

function lastHour(now: Date): TimeRange {
  const to = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  return { from: new Date(to - 60 * MINUTE_MS), to: new Date(to) };
}

interface Counts {
  readonly requests: number;
  readonly elb5xx: number;
  readonly target5xx: number;
}

/**
 * A metric without datapoints has counted nothing: an Application Load Balancer publishes what is not zero.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
async function readCounts(aws: Aws, balancer: LoadBalancer, range: TimeRange): Promise<Counts> {
  const [requests, elb5xx, target5xx] = await Promise.all(
    (['RequestCount', 'HTTPCode_ELB_5XX_Count', 'HTTPCode_Target_5XX_Count'] as const).map(async (name) => {
      const points = await metric(
        aws,
        {
          namespace: 'AWS/ApplicationELB',
          name,
          dimensions: { LoadBalancer: loadBalancerDimension(balancer) },
          statistic: 'Sum',
          // By the minute, since the hour before `now` is no hour of the clock.
          periodSeconds: 60,
        },
        range,
      );
      return points.reduce((sum, { value }) => sum + value, 0);
    }),
  );
  return { requests: requests ?? 0, elb5xx: elb5xx ?? 0, target5xx: target5xx ?? 0 };
}

function judge(resource: Resource, counts: Counts, range: TimeRange, limits: z.infer<typeof settings>): Verdict {
  const { requests, elb5xx, target5xx } = counts;
  const evidence = {
    ...counts,
    elb5xxPercent: percentOf(elb5xx, requests),
    target5xxPercent: percentOf(target5xx, requests),
    from: range.from.toISOString(),
    to: range.to.toISOString(),
  };
  if (requests === 0 && elb5xx === 0 && target5xx === 0) {
    return pass(resource, `${resource.id} had no requests in the last hour.`, evidence);
  }
  const errors = `${target5xx} server errors from targets and ${elb5xx} of its own`;
  // RequestCount counts what reached a target: with none to choose, there are errors of its own and no requests.
  const said =
    requests === 0
      ? `${resource.id} passed no request to a target in the last hour and gave ${errors}.`
      : `${resource.id} gave ${errors} in ${requests} requests of the last hour (${percentOf(elb5xx + target5xx, requests)} %).`;
  const loud = [elb5xx, target5xx].some(
    (count) => count > limits.errorCount && count * 100 > limits.errorPercent * requests,
  );
  return loud ? fail(resource, said, evidence) : pass(resource, said, evidence);
}

function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded((part / whole) * 100, 2);
}
