import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { MetricSeries } from '../../metrics.ts';
import { noiseAt } from '../../random.ts';
import { rhythm } from '../rhythm.ts';
import { MINUTE_MS, type RegionSeed } from '../seed.ts';

export interface Requests {
  readonly perMinute: readonly [night: number, day: number];
  /** Whether targets have been failing for the 50 minutes before the world's start, and go on for half an hour. */
  readonly burstOfErrors: boolean;
}

/** What an Application Load Balancer publishes by the minute; what would be zero is not published. */
export function publishRequests(
  seed: RegionSeed,
  balancer: LoadBalancer,
  { perMinute, burstOfErrors }: Requests,
): void {
  const name = balancer.LoadBalancerName ?? '';
  const start = seed.start.getTime();
  const failing = (instant: number) =>
    burstOfErrors && instant >= start - 50 * MINUTE_MS && instant < start + 30 * MINUTE_MS;
  const requests = (instant: number) => {
    const [night, day] = perMinute;
    const level = night + (day - night) * rhythm(instant);
    return Math.max(Math.round(level * (1 + 0.15 * noiseAt(`${name} requests`, instant / MINUTE_MS))), 0);
  };
  const targetErrors = (instant: number) => {
    const share = failing(instant) ? 0.022 : 0.0008;
    const errors = requests(instant) * share * (1 + 0.5 * noiseAt(`${name} errors`, instant / MINUTE_MS));
    return burstOfErrors ? Math.round(errors) : 0;
  };
  const ownErrors = (instant: number) => (failing(instant) && instant % (4 * MINUTE_MS) === 0 ? 1 : 0);
  const series: readonly (readonly [name: string, unit: string, at: (instant: number) => number])[] = [
    ['RequestCount', 'Count', requests],
    ['HTTPCode_Target_5XX_Count', 'Count', targetErrors],
    ['HTTPCode_ELB_5XX_Count', 'Count', ownErrors],
    ['HTTPCode_Target_2XX_Count', 'Count', (instant) => requests(instant) - targetErrors(instant)],
    [
      'TargetResponseTime',
      'Seconds',
      (instant) => (requests(instant) > 0 ? (failing(instant) ? 1.4 : 0.12) + 0.05 * rhythm(instant) : 0),
    ],
  ];
  for (const [metric, unit, at] of series) seed.metrics.push(ofBalancer(balancer, metric, unit, nonZero(at)));
}

export interface Hosts {
  readonly healthy: number;
  readonly unhealthy: number;
}

/** By target group and load balancer: by the load balancer alone, AWS publishes neither. */
export function publishHosts(
  { metrics }: RegionSeed,
  balancer: LoadBalancer,
  targetGroupArn: string,
  hosts: Hosts,
): void {
  const group = targetGroupArn.slice(targetGroupArn.indexOf('targetgroup/'));
  const counts = [
    ['HealthyHostCount', hosts.healthy],
    ['UnHealthyHostCount', hosts.unhealthy],
  ] as const;
  for (const [name, count] of counts) {
    const series = ofBalancer(balancer, name, 'Count', () => count);
    metrics.push({ ...series, dimensions: { ...series.dimensions, TargetGroup: group } });
  }
}

/** What a network load balancer publishes: connections and bytes, no requests. */
export function publishFlows({ metrics }: RegionSeed, balancer: LoadBalancer): void {
  const flows = (instant: number) =>
    Math.round(6 + 30 * rhythm(instant) + 3 * noiseAt('flows', Math.floor(instant / MINUTE_MS)));
  metrics.push(
    ofBalancer(balancer, 'ActiveFlowCount', 'Count', flows),
    ofBalancer(balancer, 'NewFlowCount', 'Count', (instant) => Math.round(flows(instant) / 3)),
    ofBalancer(balancer, 'ProcessedBytes', 'Bytes', (instant) => flows(instant) * 48_000),
  );
}

function ofBalancer(
  { LoadBalancerArn = '', Type }: LoadBalancer,
  name: string,
  unit: string,
  at: (instant: number) => number | undefined,
): MetricSeries {
  const LoadBalancer = LoadBalancerArn.slice(LoadBalancerArn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
  const namespace = Type === 'network' ? 'AWS/NetworkELB' : 'AWS/ApplicationELB';
  return { namespace, name, dimensions: { LoadBalancer }, unit, everySeconds: 60, at };
}

function nonZero(at: (instant: number) => number): (instant: number) => number | undefined {
  return (instant) => at(instant) || undefined;
}
