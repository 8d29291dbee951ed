import type { Listener } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Elbv2State } from '../newcomer/elbv2.ts';
import type { RegionState } from '../state.ts';
import { begin, type Flow, type Rate, type RequestKind } from './flow.ts';
import { publishBalancer } from './metrics.ts';
import { recordTraffic } from './record.ts';

export interface Requests {
  readonly perSecond: number;
  /** Their shares add up to one; where absent, the kinds stay as they are. */
  readonly kinds?: readonly RequestKind[];
}

/** From now on so many requests arrive at a listener. */
export function setRequests(region: RegionState, listenerArn: string, { perSecond, kinds }: Requests): void {
  const flow = region.elbv2.flows.find((one) => one.listenerArn === listenerArn);
  if (!flow) throw new Error(`no Application Load Balancer has the listener ${listenerArn}`);
  begin<Rate>(flow.rates, region.elbv2.clock.now().getTime(), () => perSecond * 60);
  if (kinds) flow.kinds = kinds;
  recordTraffic(region);
}

/** The place where a listener's requests are counted; a new listener has none, and kinds of one sort. */
export function placeFlow(
  state: Elbv2State,
  { ListenerArn, LoadBalancerArn }: Listener,
  own: Partial<Flow> = {},
): Flow {
  const loadBalancerArn = LoadBalancerArn ?? '';
  const balancer = state.loadBalancers.find((one) => one.LoadBalancerArn === loadBalancerArn);
  const flow: Flow = {
    listenerArn: ListenerArn ?? '',
    loadBalancerArn,
    rates: [{ from: -Infinity, value: () => 0 }],
    mixes: [],
    kinds: [{ share: 1, host: balancer?.DNSName ?? '', path: '/' }],
    ...own,
  };
  state.flows.push(flow);
  if (!state.published.has(loadBalancerArn)) {
    state.published.add(loadBalancerArn);
    publishBalancer(state, loadBalancerArn);
  }
  return flow;
}
