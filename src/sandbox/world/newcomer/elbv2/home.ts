import { CLUSTERS, DOMAINS, ec2Id, LOAD_BALANCERS, SERVICES, TARGET_GROUPS, targetGroupArn } from '../cast.ts';
import type { Elbv2State } from '../elbv2.ts';
import { before, DAY_MS, type RegionSeed } from '../seed.ts';
import { addressesOf, placeBalancer, placeGroup } from './furnish.ts';
import { addListener, forwardTo, ruleOf, TO_HTTPS } from './makers.ts';
import { publishFlows } from './metrics.ts';

/**
 * The home region: one target of api does not answer, the network load balancer is short of addresses, the campaign's
 * load balancer is used by nobody, a target group hangs on nothing, and production has been answering two per cent of its
 * requests with errors for most of an hour; staging is in order.
 */
export function furnishHome(seed: RegionSeed, state: Elbv2State): void {
  furnishProduction(seed, state);
  furnishPartner(seed, state);
  furnishStaging(seed, state);
  furnishCampaign(seed, state);
  const orphan = { name: TARGET_GROUPS.orphan, environment: 'production', targetType: 'instance', port: 80 } as const;
  placeGroup(seed, state, { ...orphan, targets: [ec2Id(seed, 'i', 'bastion')] });
}

function furnishProduction(seed: RegionSeed, state: Elbv2State): void {
  const environment = 'production';
  const createdAt = before(seed.start, 410 * DAY_MS);
  const balancer = placeBalancer(seed, state, { name: LOAD_BALANCERS.production, environment, createdAt });
  const web = addressesOf(seed, `${CLUSTERS.production}/${SERVICES.web}`, 3);
  const api = addressesOf(seed, `${CLUSTERS.production}/${SERVICES.api}`, 6);
  placeGroup(seed, state, { name: TARGET_GROUPS.web, environment, targets: web, runs: [SERVICES.web, 41] });
  placeGroup(seed, state, { name: TARGET_GROUPS.api, environment, targets: api, runs: [SERVICES.api, 17] });
  const silent = state.targets.get(targetGroupArn(seed, TARGET_GROUPS.api))?.[2];
  if (silent) {
    silent.TargetHealth = { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' };
    silent.check = {
      ...silent.check,
      probe: () => ({ healthy: false, reason: 'Target.Timeout', description: 'Request timed out' }),
    };
  }
  addListener(seed, state, balancer, { port: 80, protocol: 'HTTP', action: TO_HTTPS });
  const action = forwardTo(seed, TARGET_GROUPS.web);
  const kinds = [
    { share: 0.3, host: DOMAINS.shop, path: '/api/orders' },
    { share: 0.7, host: DOMAINS.shop, path: '/' },
  ];
  const burstOfErrors = targetGroupArn(seed, TARGET_GROUPS.api);
  const https = addListener(seed, state, balancer, {
    port: 443,
    protocol: 'HTTPS',
    action,
    domain: DOMAINS.shop,
    requests: { perMinute: [120, 900], kinds, burstOfErrors },
  });
  const listener = https.ListenerArn ?? '';
  state.rules.push(
    ruleOf(seed, listener, { priority: '10', path: '/api/*', actions: [forwardTo(seed, TARGET_GROUPS.api)] }),
    ruleOf(seed, listener, { priority: '20', path: '/*', actions: [forwardTo(seed, TARGET_GROUPS.web)] }),
  );
  state.attributes.set(balancer.LoadBalancerArn ?? '', [
    { Key: 'deletion_protection.enabled', Value: 'true' },
    { Key: 'access_logs.s3.enabled', Value: 'true' },
    { Key: 'access_logs.s3.bucket', Value: `enterprise-alb-logs-${seed.accountId}` },
  ]);
}

function furnishPartner(seed: RegionSeed, state: Elbv2State): void {
  const environment = 'production';
  const balancer = placeBalancer(seed, state, {
    name: LOAD_BALANCERS.partner,
    environment,
    createdAt: before(seed.start, 260 * DAY_MS),
    type: 'network',
    scheme: 'internal',
  });
  balancer.State = {
    Code: 'active_impaired',
    Reason: 'Subnet does not have enough free addresses for the load balancer to scale.',
  };
  const targets = ['10.0.14.31', '10.0.15.32'];
  placeGroup(seed, state, { name: TARGET_GROUPS.partner, environment, protocol: 'TCP', port: 8443, targets });
  for (const gateway of state.targets.get(targetGroupArn(seed, TARGET_GROUPS.partner)) ?? []) {
    // The partner's machines are none of the account's.
    gateway.check = { ...gateway.check, probe: () => ({ healthy: true }) };
  }
  const action = forwardTo(seed, TARGET_GROUPS.partner);
  addListener(seed, state, balancer, { port: 8443, protocol: 'TCP', action });
  publishFlows(seed, balancer);
}

function furnishStaging(seed: RegionSeed, state: Elbv2State): void {
  const environment = 'staging';
  const createdAt = before(seed.start, 300 * DAY_MS);
  const balancer = placeBalancer(seed, state, { name: LOAD_BALANCERS.staging, environment, createdAt });
  const targets = addressesOf(seed, `${CLUSTERS.staging}/${SERVICES.web}`, 1);
  placeGroup(seed, state, { name: TARGET_GROUPS.stagingWeb, environment, targets, runs: [SERVICES.web, 42] });
  placeGroup(seed, state, { name: TARGET_GROUPS.stagingPreview, environment, targets: [] });
  const action = forwardTo(seed, TARGET_GROUPS.stagingWeb);
  const kinds = [{ share: 1, host: 'www.staging.example.com', path: '/' }];
  const https = addListener(seed, state, balancer, {
    port: 443,
    protocol: 'HTTPS',
    action,
    domain: DOMAINS.staging,
    requests: { perMinute: [0, 14], kinds },
  });
  const preview = { priority: '10', host: 'preview.staging.example.com' };
  const actions = [forwardTo(seed, TARGET_GROUPS.stagingPreview)];
  state.rules.push(ruleOf(seed, https.ListenerArn ?? '', { ...preview, actions }));
}

/** Its one target is an instance that was stopped when the campaign was over. */
function furnishCampaign(seed: RegionSeed, state: Elbv2State): void {
  const environment = 'production';
  const createdAt = before(seed.start, 190 * DAY_MS);
  const balancer = placeBalancer(seed, state, { name: LOAD_BALANCERS.unused, environment, createdAt });
  placeGroup(seed, state, {
    name: TARGET_GROUPS.campaign,
    environment,
    targetType: 'instance',
    port: 80,
    targets: [ec2Id(seed, 'i', 'legacy-app')],
  });
  const [stopped] = state.targets.get(targetGroupArn(seed, TARGET_GROUPS.campaign)) ?? [];
  if (stopped) {
    stopped.TargetHealth = {
      State: 'unused',
      Reason: 'Target.InvalidState',
      Description: 'Target is in the stopped state',
    };
  }
  addListener(seed, state, balancer, {
    port: 80,
    protocol: 'HTTP',
    action: forwardTo(seed, TARGET_GROUPS.campaign),
  });
}
