import {
  describeLoadBalancers,
  describeTargetGroups,
  type LoadBalancer,
  loadBalancerDimension,
  type TargetGroup,
} from '../../../../aws/elbv2.ts';
import type { Aws } from '../../../../aws/execution.ts';
import type { AlarmDefinition, WatchedMetric } from '../../../../model/monitoring.ts';
import { lookAtRules, servedBy } from '../../../look/listener-rules.ts';
import { targetGroupDimension } from '../../../look/target-group.ts';

const ERROR_PERCENT = 5;
const SLOW_SECONDS = 1;
const MINUTE = 60;

/**
 * Unhealthy targets of each target group that gets requests, and, of application load balancers, errors and latency.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export async function loadBalancerAlarms(aws: Aws): Promise<AlarmDefinition[]> {
  const [balancers, groups] = await Promise.all([describeLoadBalancers(aws, {}), describeTargetGroups(aws, {})]);
  const all = await Promise.all(
    balancers.map(async (balancer) => {
      if (balancer.Type === 'gateway') return [];
      const rules = await lookAtRules(aws, balancer.LoadBalancerArn ?? '');
      const serving = new Set(rules.flatMap((rule) => servedBy(rule)));
      const hosts = groups
        .filter(({ TargetGroupArn = '', TargetType }) => serving.has(TargetGroupArn) && TargetType !== 'lambda')
        .map((group) => unhealthyHosts(balancer, group));
      const serves = serving.size > 0 && balancer.Type === 'application';
      return serves ? [...hosts, errors(balancer), latency(balancer)] : hosts;
    }),
  );
  return all.flat();
}

/** AWS counts hosts by target group and load balancer together, and nothing by the load balancer alone. */
function unhealthyHosts(balancer: LoadBalancer, group: TargetGroup): AlarmDefinition {
  const { TargetGroupName: name = '', TargetGroupArn: arn = '' } = group;
  return {
    name: `opsbook-elb-${balancer.LoadBalancerName}-${name}-unhealthy`,
    description: `Targets of ${name} behind ${balancer.LoadBalancerName} are unhealthy, or it has none.`,
    watches: {
      namespace: namespaceOf(balancer),
      metric: 'UnHealthyHostCount',
      dimensions: { TargetGroup: targetGroupDimension(arn), LoadBalancer: loadBalancerDimension(balancer) },
      statistic: 'Maximum',
      periodSeconds: MINUTE,
    },
    comparison: '>=',
    threshold: 1,
    periods: 3,
    datapoints: 3,
    missingData: 'breaching',
  };
}

/** AWS counts errors only when there are some, and nothing at all where nobody asks. */
function errors(balancer: LoadBalancer): AlarmDefinition {
  return {
    name: `opsbook-elb-${balancer.LoadBalancerName}-5xx`,
    description: `More than ${ERROR_PERCENT} % of the requests to ${balancer.LoadBalancerName} end in a 5xx, its own or its targets'.`,
    watches: {
      expression: '100 * (FILL(own, 0) + FILL(targets, 0)) / requests',
      label: '5xx, percent of requests',
      metrics: {
        own: metric(balancer, 'HTTPCode_ELB_5XX_Count', 'Sum'),
        targets: metric(balancer, 'HTTPCode_Target_5XX_Count', 'Sum'),
        requests: metric(balancer, 'RequestCount', 'Sum'),
      },
    },
    comparison: '>',
    threshold: ERROR_PERCENT,
    periods: 5,
    datapoints: 3,
    missingData: 'notBreaching',
  };
}

function latency(balancer: LoadBalancer): AlarmDefinition {
  return {
    name: `opsbook-elb-${balancer.LoadBalancerName}-latency`,
    description: `One request in twenty to ${balancer.LoadBalancerName} takes longer than ${SLOW_SECONDS} s.`,
    watches: metric(balancer, 'TargetResponseTime', 'p95'),
    comparison: '>',
    threshold: SLOW_SECONDS,
    periods: 5,
    datapoints: 3,
    missingData: 'notBreaching',
  };
}

function metric(balancer: LoadBalancer, name: string, statistic: string): WatchedMetric {
  const dimensions = { LoadBalancer: loadBalancerDimension(balancer) };
  return { namespace: namespaceOf(balancer), metric: name, dimensions, statistic, periodSeconds: MINUTE };
}

function namespaceOf({ Type }: LoadBalancer): string {
  return Type === 'network' ? 'AWS/NetworkELB' : 'AWS/ApplicationELB';
}
