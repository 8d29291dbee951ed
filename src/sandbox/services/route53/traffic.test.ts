import type { ListResourceRecordSetsCommandOutput } from '@aws-sdk/client-route-53';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import { loadBalancerArn } from '../../world/newcomer/cast.ts';
import { trafficBetween } from '../../world/traffic/ledger.ts';
import type { World } from '../../world/world.ts';

const HOME = { accountId: SANDBOX_ACCOUNT, region: 'us-east-1' };
const RECOVERY = { accountId: SANDBOX_ACCOUNT, region: 'eu-west-1' };
const MINUTE_MS = 60_000;
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask<O>(operation: string, input: object): Promise<O> {
  const request = { service: 'route53', operation, accessKeyId: 'AKIATEST', requestId: 'r-1' };
  return dispatch(world, { ...request, ...HOME }, input) as Promise<O>;
}

async function weigh(weights: Readonly<Record<string, number>>): Promise<void> {
  const HostedZoneId = world.account(SANDBOX_ACCOUNT).route53.zones[0]?.zone.Id;
  const { ResourceRecordSets = [] } = await ask<ListResourceRecordSetsCommandOutput>('ListResourceRecordSets', {
    HostedZoneId,
  });
  const Changes = ResourceRecordSets.filter(({ SetIdentifier }) => SetIdentifier !== undefined).map((one) => ({
    Action: 'UPSERT',
    ResourceRecordSet: { ...one, Weight: weights[one.SetIdentifier ?? ''] },
  }));
  await ask('ChangeResourceRecordSets', { HostedZoneId, ChangeBatch: { Changes } });
}

/** The requests of the next five minutes, in the home region and in the other. */
function served(): readonly [home: number, recovery: number] {
  const from = world.clock.now();
  world.clock.advance(5 * MINUTE_MS);
  const requests = (place: typeof HOME, balancer: string) =>
    trafficBetween(world, { ...place, loadBalancerArn: loadBalancerArn(place, balancer) }, from, world.clock.now())
      .requests;
  return [requests(HOME, 'production-alb'), requests(RECOVERY, 'dr-alb')];
}

test('customers follow the weights, in shares and altogether, and the probes of the recovery region go on', async () => {
  const [all, probes] = served();
  expect(all).toBeGreaterThan(1000);
  expect(probes).toBeLessThan(50);
  await weigh({ primary: 75, recovery: 25 });
  world.clock.advance(2 * MINUTE_MS);
  const [most, some] = served();
  expect((some - probes) / (most + some - probes)).toBeCloseTo(0.25, 2);
  await weigh({ primary: 0, recovery: 100 });
  world.clock.advance(2 * MINUTE_MS);
  const [none, everything] = served();
  expect(none).toBe(0);
  expect(everything).toBeGreaterThan(0.8 * all);
  await weigh({ primary: 100, recovery: 0 });
  world.clock.advance(2 * MINUTE_MS);
  const [back, left] = served();
  expect(back).toBeGreaterThan(0.8 * all);
  expect(left).toBeLessThan(50);
});

test('nobody follows before the change is known', async () => {
  await weigh({ primary: 0, recovery: 100 });
  world.clock.advance(MINUTE_MS);
  const arn = loadBalancerArn(RECOVERY, 'dr-alb');
  const early = trafficBetween(
    world,
    { ...RECOVERY, loadBalancerArn: arn },
    new Date(world.clock.now().getTime() - MINUTE_MS),
    world.clock.now(),
  );
  expect(early.requests).toBeLessThan(50);
});
