import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import { newCheck } from '../../traffic/target.ts';
import { findWorkload } from '../../traffic/workload.ts';
import { type Place, taskAddress } from '../cast.ts';
import { taskDefinitionArn } from '../ecs/arns.ts';
import type { Elbv2State } from '../elbv2.ts';
import type { RegionSeed } from '../seed.ts';
import { type BalancerPlan, type GroupPlan, loadBalancer, registeredTarget, targetGroup } from './makers.ts';

export function placeBalancer(seed: RegionSeed, state: Elbv2State, plan: BalancerPlan): LoadBalancer {
  const balancer = loadBalancer(seed, plan);
  state.loadBalancers.push(balancer);
  tag(state, balancer.LoadBalancerArn, plan);
  return balancer;
}

export interface PlacedGroup extends GroupPlan {
  /** Addresses or instance ids, all healthy; see {@link addressesOf} for tasks of ECS. */
  readonly targets: readonly string[];
  /** Where they are tasks of ECS: `family:revision`. */
  readonly runs?: readonly [family: string, revision: number];
}

export function placeGroup(seed: RegionSeed, state: Elbv2State, plan: PlacedGroup): void {
  const group = targetGroup(seed, plan);
  const arn = group.TargetGroupArn ?? '';
  state.targetGroups.push(group);
  state.targets.set(
    arn,
    plan.targets.map((id, index) => {
      const version = plan.runs && taskDefinitionArn(seed, ...plan.runs);
      const zone = id.startsWith('i-') ? undefined : `${seed.region}${index % 2 === 0 ? 'a' : 'b'}`;
      return registeredTarget(
        id,
        group.Port ?? 80,
        newCheck((now) => findWorkload(state.whole(), id, now), version),
        zone,
      );
    }),
  );
  tag(state, arn, plan);
}

/** The addresses of the first tasks of an ECS service, `cluster/service`. */
export function addressesOf(place: Place, service: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => taskAddress(place, service, index));
}

function tag(state: Elbv2State, arn = '', { environment, name }: { environment: string; name: string }): void {
  state.tags.set(arn, [
    { Key: 'Environment', Value: environment },
    { Key: 'Name', Value: name },
  ]);
}
