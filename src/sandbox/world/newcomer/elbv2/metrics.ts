import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { MetricSeries } from '../../metrics.ts';
import { noiseAt } from '../../random.ts';
import type { Flow, RequestKind } from '../../traffic/flow.ts';
import { rhythm } from '../rhythm.ts';
import { MINUTE_MS, type RegionSeed } from '../seed.ts';

export interface Requests {
  readonly perMinute: readonly [night: number, day: number];
  readonly kinds: readonly RequestKind[];
  /** The target group that has been failing for the 50 minutes before the world's start, and goes on for half an hour. */
  readonly burstOfErrors?: string;
}

/** The requests that customers send to a listener: their rate, their kinds, and what they meet beside good versions. */
export function requestsOf(
  { start: begun }: RegionSeed,
  balancer: LoadBalancer,
  { perMinute, burstOfErrors, kinds }: Requests,
): Pick<Flow, 'rates' | 'kinds' | 'weather'> {
  const name = balancer.LoadBalancerName ?? '';
  const start = begun.getTime();
  const failing = (instant: number) =>
    burstOfErrors !== undefined && instant >= start - 50 * MINUTE_MS && instant < start + 30 * MINUTE_MS;
  return {
    kinds,
    rates: [
      {
        from: -Infinity,
        value(instant) {
          const [night, day] = perMinute;
          const level = night + (day - night) * rhythm(instant);
          return Math.max(Math.round(level * (1 + 0.15 * noiseAt(`${name} requests`, instant / MINUTE_MS))), 0);
        },
      },
    ],
    weather: {
      ...(burstOfErrors !== undefined && { errorsOf: burstOfErrors }),
      targetErrors(instant, requests) {
        const share = failing(instant) ? 0.022 : 0.0008;
        const errors = requests * share * (1 + 0.5 * noiseAt(`${name} errors`, instant / MINUTE_MS));
        return burstOfErrors === undefined ? 0 : Math.round(errors);
      },
      ownErrors: (instant) => (failing(instant) && instant % (4 * MINUTE_MS) === 0 ? 1 : 0),
      latencySeconds: (instant) => (failing(instant) ? 1.4 : 0.12) + 0.05 * rhythm(instant),
    },
  };
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
  { LoadBalancerArn = '' }: LoadBalancer,
  name: string,
  unit: string,
  at: (instant: number) => number,
): MetricSeries {
  const LoadBalancer = LoadBalancerArn.slice(LoadBalancerArn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
  return { namespace: 'AWS/NetworkELB', name, dimensions: { LoadBalancer }, unit, everySeconds: 60, at };
}
