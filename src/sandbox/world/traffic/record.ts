import type { Elbv2State } from '../newcomer/elbv2.ts';
import type { RegionState } from '../state.ts';
import { behaviourOf, GOOD_VERSION } from '../versions.ts';
import { begin, type Flow } from './flow.ts';
import { publishGroup } from './metrics.ts';
import { mixOf, type Sight } from './mix.ts';
import type { TargetOfGroup } from './target.ts';

/**
 * Writes down what becomes of requests from now on, where that has changed: after each change of rules, weights, targets
 * or versions, and at each health check.
 */
export function recordTraffic(region: RegionState): void {
  const { flows, clock } = region.elbv2;
  const now = clock.now();
  const sight: Sight = {
    behaviourOf: (version) => behaviourOf(region, version),
    answers: (target) => answers(target, now),
  };
  for (const flow of flows) recordFlow(region.elbv2, flow, sight, now.getTime());
}

/** What a flow has come to since ever, as the world begins. */
export function recordFirst(state: Elbv2State, flow: Flow): void {
  recordFlow(state, flow, { behaviourOf: () => GOOD_VERSION, answers: () => true }, -Infinity);
}

function recordFlow(state: Elbv2State, flow: Flow, sight: Sight, from: number): void {
  const mix = mixOf(state, flow, sight);
  if (JSON.stringify(flow.mixes.at(-1)?.value) === JSON.stringify(mix)) return;
  begin(flow.mixes, from, mix);
  for (const group of Object.keys(mix.hosts)) {
    const pair = `${group} ${flow.loadBalancerArn}`;
    if (state.published.has(pair)) continue;
    state.published.add(pair);
    publishGroup(state, group, flow.loadBalancerArn);
  }
}

/** What is found to answer with a wrong code answers; what does not answer in time, or at all, loses what it is sent. */
function answers({ check }: TargetOfGroup, now: Date): boolean {
  const found = check.probe(now);
  return found.healthy || found.reason === 'Target.ResponseCodeMismatch';
}
