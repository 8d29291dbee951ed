import type {
  Listener,
  LoadBalancer,
  LoadBalancerAttribute,
  Rule,
  Tag,
  TargetGroup,
  TargetGroupAttribute,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { VirtualClock } from '../clock.ts';
import type { MetricSeries } from '../metrics.ts';
import type { RegionState } from '../state.ts';
import { balancersOf, zonesOf } from '../traffic/attachments.ts';
import type { Flow } from '../traffic/flow.ts';
import { superviseGroups } from '../traffic/health-checks.ts';
import { recordFirst } from '../traffic/record.ts';
import type { TargetOfGroup } from '../traffic/target.ts';
import { furnishHome } from './elbv2/home.ts';
import { furnishSecondary } from './elbv2/secondary.ts';
import type { RegionSeed } from './seed.ts';

export interface RuleOfListener extends Rule {
  readonly ListenerArn: string;
}

/**
 * What one region of an account holds of elbv2, in AWS's own shapes. Which load balancers a target group is attached to
 * follows from listeners and rules and is not kept; the health of an unattached group's targets is not asked for.
 */
export interface Elbv2State {
  readonly loadBalancers: LoadBalancer[];
  readonly targetGroups: TargetGroup[];
  readonly listeners: Listener[];
  /** With each listener's default rule. */
  readonly rules: RuleOfListener[];
  /** While a change has not got everywhere: what there was before it, oldest first. */
  readonly earlier: Routing[];
  /** By target group. */
  readonly targets: Map<string, TargetOfGroup[]>;
  /** By ARN of load balancer or target group: what differs from AWS's defaults. */
  readonly attributes: Map<string, (LoadBalancerAttribute | TargetGroupAttribute)[]>;
  /** By ARN. */
  readonly tags: Map<string, Tag[]>;
  /** Counts what was made, so that each has an id of its own. */
  readonly made: { count: number };
  /** Target groups whose targets are checked, because a load balancer forwards to them, and in which zones it stands. */
  readonly supervised: Map<string, ReadonlySet<string>>;
  /** Milliseconds since 1970; `Infinity` while no check is due. */
  readonly nextCheckAt: { ms: number };
  /** The requests that customers send, by listener, and what became of them. */
  readonly flows: Flow[];
  /** Pairs of target group and load balancer whose metrics CloudWatch has. */
  readonly published: Set<string>;
  publish(series: MetricSeries): void;
  /** The region that this is a part of; while this part is being furnished, it must not be asked. */
  whole(): RegionState;
  readonly clock: VirtualClock;
  readonly knobs: Elbv2Knobs;
}

/** Listeners and rules as they were, still shown and followed until an instant (milliseconds since 1970). */
export interface Routing {
  readonly until: number;
  readonly listeners: readonly Listener[];
  readonly rules: readonly RuleOfListener[];
}

/** What the sandbox's owner may turn. */
export interface Elbv2Knobs {
  /**
   * Milliseconds after ModifyListener, ModifyRule and SetRulePriorities for which DescribeListeners and DescribeRules
   * still show what was before, and requests still go there.
   */
  lagMs: number;
  /** Milliseconds from a minute's end until CloudWatch has its metrics. */
  metricLagMs: number;
}

export function seedElbv2(seed: RegionSeed, whole: () => RegionState): Elbv2State {
  const state: Elbv2State = {
    loadBalancers: [],
    targetGroups: [],
    listeners: [],
    rules: [],
    earlier: [],
    targets: new Map(),
    attributes: new Map(),
    tags: new Map(),
    made: { count: 0 },
    supervised: new Map(),
    nextCheckAt: { ms: Infinity },
    flows: [],
    published: new Set(),
    whole,
    publish: (series) => seed.metrics.push(series),
    clock: seed.clock,
    knobs: { lagMs: 0, metricLagMs: 0 },
  };
  if (seed.furnishing === 'home') furnishHome(seed, state);
  if (seed.furnishing === 'secondary') furnishSecondary(seed, state);
  goOn(state);
  return state;
}

/** Targets are what the seed says that they are, and are checked as soon as time goes on. */
function goOn(state: Elbv2State): void {
  for (const { TargetGroupArn: arn = '' } of state.targetGroups) {
    if (balancersOf(state, arn).length > 0) state.supervised.set(arn, zonesOf(state, arn));
  }
  for (const flow of state.flows) recordFirst(state, flow);
  if (state.supervised.size > 0) state.clock.after(0, () => superviseGroups(state.whole()));
}
