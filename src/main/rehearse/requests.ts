import type { RehearsedRequests } from '../../model/rehearsal.ts';
import { trafficBetween } from '../../sandbox/world/traffic/ledger.ts';
import type { World } from '../../sandbox/world/world.ts';

/** What became of the requests to every load balancer that gets any. */
export function requestsBetween(
  world: World,
  accountId: string,
  [from, to]: readonly [from: Date, to: Date],
): RehearsedRequests[] {
  return world.regions().flatMap(({ name: region, elbv2 }) =>
    elbv2.loadBalancers.flatMap(({ LoadBalancerArn: loadBalancerArn = '', LoadBalancerName: loadBalancer = '' }) => {
      const { requests, failed } = trafficBetween(world, { accountId, region, loadBalancerArn }, from, to);
      return requests > 0 ? [{ loadBalancer, requests: Math.round(requests), failed: Math.round(failed) }] : [];
    }),
  );
}
