import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_START } from '../create.ts';
import { loadBalancerArn } from '../world/newcomer/cast.ts';
import type { World } from '../world/world.ts';
import { setLag, setTraffic, showLedger } from './set-traffic.ts';

const PLACE = { accountId: '123456789012', region: 'us-east-1' };
const BALANCER = loadBalancerArn(PLACE, 'staging-alb');
let world: World;
let listener: string;

beforeEach(() => {
  world = createSandbox();
  const { listeners } = world.region(PLACE.accountId, PLACE.region).elbv2;
  listener = listeners.find(({ LoadBalancerArn }) => LoadBalancerArn === BALANCER)?.ListenerArn ?? '';
});

test('what a listener is sent from now on stands in the ledger, by version', () => {
  setTraffic(world, { region: 'us-east-1', listener, perSecond: 5 });
  world.clock.advance(60_000);
  const ledger = showLedger(world, {
    region: 'us-east-1',
    loadBalancer: BALANCER,
    from: SANDBOX_START.toISOString(),
  });
  expect(ledger).toEqual({
    requests: 300,
    failed: 0,
    byVersion: { 'arn:aws:ecs:us-east-1:123456789012:task-definition/web-service:42': { requests: 300, failed: 0 } },
  });
});

test('lags are set one by one, for one region', () => {
  expect(setLag(world, { region: 'us-east-1', lagMs: 3000 })).toEqual({ lagMs: 3000, metricLagMs: 0 });
  expect(setLag(world, { region: 'us-east-1', metricLagMs: 60_000 })).toEqual({ lagMs: 3000, metricLagMs: 60_000 });
  expect(world.region(PLACE.accountId, 'eu-west-1').elbv2.knobs.lagMs).toBe(0);
});

test.each([
  ['a listener that is not there', { listener: 'ghost', perSecond: 1 }, 'ghost'],
  ['fewer requests than none', { listener: 'ghost', perSecond: -1 }, 'perSecond'],
  ['half of the requests', { listener: 'ghost', perSecond: 1, kinds: [{ share: 0.5, host: 'a', path: '/' }] }, 'one'],
])('traffic to %s is refused', (_what, body, part) => {
  expect(() => setTraffic(world, { region: 'us-east-1', ...body })).toThrow(part);
});
