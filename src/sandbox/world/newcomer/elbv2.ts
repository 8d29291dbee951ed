import type {
  Listener,
  LoadBalancer,
  LoadBalancerAttribute,
  Rule,
  Tag,
  TargetGroup,
  TargetGroupAttribute,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
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
  /** By target group. */
  readonly targets: Map<string, TargetHealthDescription[]>;
  /** By ARN of load balancer or target group: what differs from AWS's defaults. */
  readonly attributes: Map<string, (LoadBalancerAttribute | TargetGroupAttribute)[]>;
  /** By ARN. */
  readonly tags: Map<string, Tag[]>;
}

export function seedElbv2(seed: RegionSeed): Elbv2State {
  const state: Elbv2State = {
    loadBalancers: [],
    targetGroups: [],
    listeners: [],
    rules: [],
    targets: new Map(),
    attributes: new Map(),
    tags: new Map(),
  };
  if (seed.furnishing === 'home') furnishHome(seed, state);
  if (seed.furnishing === 'secondary') furnishSecondary(seed, state);
  return state;
}
