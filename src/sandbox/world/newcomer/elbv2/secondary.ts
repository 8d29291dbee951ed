import { CLUSTERS, DOMAINS, LOAD_BALANCERS, SERVICES, TARGET_GROUPS } from '../cast.ts';
import type { Elbv2State } from '../elbv2.ts';
import { before, DAY_MS, type RegionSeed } from '../seed.ts';
import { addressesOf, placeBalancer, placeGroup } from './furnish.ts';
import { addListener, forwardTo, ruleOf } from './makers.ts';

/** The disaster recovery region: probed every minute, and otherwise waiting. */
export function furnishSecondary(seed: RegionSeed, state: Elbv2State): void {
  const environment = 'production';
  const createdAt = before(seed.start, 330 * DAY_MS);
  const balancer = placeBalancer(seed, state, { name: LOAD_BALANCERS.recovery, environment, createdAt });
  const targets = addressesOf(seed, `${CLUSTERS.recovery}/${SERVICES.web}`, 1);
  placeGroup(seed, state, { name: TARGET_GROUPS.recoveryWeb, environment, targets, runs: [SERVICES.web, 41] });
  placeGroup(seed, state, { name: TARGET_GROUPS.recoveryApi, environment, targets: [] });
  const action = forwardTo(seed, TARGET_GROUPS.recoveryWeb);
  const kinds = [{ share: 1, host: DOMAINS.shop, path: '/health' }];
  const https = addListener(seed, state, balancer, {
    port: 443,
    protocol: 'HTTPS',
    action,
    domain: DOMAINS.shop,
    requests: { perMinute: [4, 4], kinds },
  });
  const actions = [forwardTo(seed, TARGET_GROUPS.recoveryApi)];
  state.rules.push(ruleOf(seed, https.ListenerArn ?? '', { priority: '10', path: '/api/*', actions }));
}
