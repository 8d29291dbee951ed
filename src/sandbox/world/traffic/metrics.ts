import type { MetricSeries } from '../metrics.ts';
import type { Elbv2State } from '../newcomer/elbv2.ts';
import { at, type Flow, type Hosts } from './flow.ts';
import { minuteOf } from './minute.ts';

const MINUTE_MS = 60_000;

/**
 * What an Application Load Balancer publishes by the minute; what would be zero is not published.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function publishBalancer(state: Elbv2State, loadBalancerArn: string): void {
  const dimensions = { LoadBalancer: suffixOf(loadBalancerArn) };
  const minute = (instant: number) => minuteOf(flowsOf(state, loadBalancerArn), instant);
  const series: readonly Measure[] = [
    ['RequestCount', 'Count', (instant) => minute(instant).requests],
    ['HTTPCode_Target_5XX_Count', 'Count', (instant) => minute(instant).targetErrors],
    ['HTTPCode_ELB_5XX_Count', 'Count', (instant) => minute(instant).ownErrors],
    ['HTTPCode_Target_2XX_Count', 'Count', (instant) => minute(instant).targetSuccesses],
    ['TargetResponseTime', 'Seconds', (instant) => minute(instant).latencySeconds],
  ];
  publish(state, dimensions, series);
}

/** By target group and load balancer: the hosts are published while there are any, the requests while they come. */
export function publishGroup(state: Elbv2State, targetGroupArn: string, loadBalancerArn: string): void {
  const group = targetGroupArn.slice(targetGroupArn.indexOf('targetgroup/'));
  const dimensions = { LoadBalancer: suffixOf(loadBalancerArn), TargetGroup: group };
  const flows = () => flowsOf(state, loadBalancerArn);
  const minute = (instant: number) => minuteOf(flows(), instant, targetGroupArn);
  const hosts = (instant: number) => hostsAt(flows(), targetGroupArn, instant + MINUTE_MS - 1);
  publish(state, dimensions, [
    ['RequestCount', 'Count', (instant) => minute(instant).requests],
    [
      'RequestCountPerTarget',
      'Count',
      (instant) => minute(instant).requests / Math.max(hosts(instant)?.healthy ?? 0, 1),
    ],
    ['HTTPCode_Target_5XX_Count', 'Count', (instant) => minute(instant).targetErrors],
    ['HTTPCode_Target_2XX_Count', 'Count', (instant) => minute(instant).targetSuccesses],
    ['TargetResponseTime', 'Seconds', (instant) => minute(instant).latencySeconds],
  ]);
  for (const [name, count] of [
    ['HealthyHostCount', 'healthy'],
    ['UnHealthyHostCount', 'unhealthy'],
  ] as const) {
    state.publish(seriesOf(state, dimensions, [name, 'Count', (instant) => hosts(instant)?.[count]]));
  }
}

type Measure = readonly [name: string, unit: string, at: (instant: number) => number | undefined];

function publish(state: Elbv2State, dimensions: Readonly<Record<string, string>>, measures: readonly Measure[]): void {
  for (const [name, unit, value] of measures) {
    state.publish(seriesOf(state, dimensions, [name, unit, (instant) => value(instant) || undefined]));
  }
}

/** A minute is known when it is over, and CloudWatch has it later still where the knob says so. */
function seriesOf(
  { clock, knobs }: Elbv2State,
  dimensions: Readonly<Record<string, string>>,
  [name, unit, value]: Measure,
): MetricSeries {
  return {
    namespace: 'AWS/ApplicationELB',
    name,
    dimensions,
    unit,
    everySeconds: 60,
    at(instant) {
      return instant + MINUTE_MS + knobs.metricLagMs > clock.now().getTime() ? undefined : value(instant);
    },
  };
}

function hostsAt(flows: readonly Flow[], targetGroupArn: string, instant: number): Hosts | undefined {
  for (const { mixes } of flows) {
    const hosts = at(mixes, instant)?.hosts[targetGroupArn];
    if (hosts && hosts.registered > 0) return hosts;
  }
  return undefined;
}

function flowsOf({ flows }: Elbv2State, balancer: string): Flow[] {
  return flows.filter(({ loadBalancerArn }) => loadBalancerArn === balancer);
}

function suffixOf(loadBalancerArn: string): string {
  return loadBalancerArn.slice(loadBalancerArn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
}
