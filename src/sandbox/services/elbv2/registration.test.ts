import type { DescribeTargetHealthCommandOutput, TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import { ec2Id, targetGroupArn } from '../../world/newcomer/cast.ts';
import { MINUTE_MS } from '../../world/newcomer/seed.ts';
import { setBehaviour } from '../../world/versions.ts';
import type { World } from '../../world/world.ts';
import { deregisterTarget, type Probe, registerTarget, targetState } from './registration.ts';

const PLACE = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
const WEB = targetGroupArn(PLACE, 'web-service-blue');
const ORPHAN = targetGroupArn(PLACE, 'orphan-unattached');
const TARGET = { id: '10.0.12.200', port: 8080, availabilityZone: 'us-east-1a' };
const GOOD: Probe = () => ({ healthy: true });
const TIMED_OUT = { healthy: false, reason: 'Target.Timeout', description: 'Request timed out' };
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function where() {
  return { world, region: world.region(SANDBOX_ACCOUNT, SANDBOX_REGION) };
}

function ask<O>(operation: string, input: object): Promise<O> {
  const request = { service: 'elbv2', operation, accessKeyId: 'AKIASANDBOX', requestId: 'one' };
  return dispatch(world, { ...request, ...PLACE }, input) as Promise<O>;
}

async function health(group = WEB, id = TARGET.id): Promise<TargetHealth | undefined> {
  const answer = await ask<DescribeTargetHealthCommandOutput>('DescribeTargetHealth', { TargetGroupArn: group });
  return answer.TargetHealthDescriptions?.find(({ Target }) => Target?.Id === id)?.TargetHealth;
}

function register(probe: Probe, group = WEB, target: typeof TARGET = TARGET): void {
  registerTarget(where(), group, target, { probe, version: 'task-definition' });
}

function seconds(count: number): void {
  world.clock.advance(count * 1000);
}

test('a new target is registered, checked, and healthy with the first check that it passes', async () => {
  register(GOOD);
  expect(await health()).toEqual({
    State: 'initial',
    Reason: 'Elb.RegistrationInProgress',
    Description: 'Target registration is in progress',
  });
  seconds(5);
  expect((await health())?.Reason).toBe('Elb.InitialHealthChecking');
  // Checked every fifteen seconds.
  seconds(10);
  expect(await health()).toEqual({ State: 'healthy' });
});

test('a target that answers late stays initial no longer than its unhealthy threshold, then needs its healthy one', async () => {
  const from = world.clock.now().getTime() + 50_000;
  register((now) => (now.getTime() >= from ? { healthy: true } : TIMED_OUT));
  seconds(15);
  expect((await health())?.State).toBe('initial');
  seconds(15);
  expect(await health()).toEqual({ State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' });
  seconds(30);
  expect((await health())?.State).toBe('unhealthy');
  seconds(15);
  expect((await health())?.State).toBe('healthy');
});

test('a healthy target is unhealthy with the second check in a row that it fails, and one failure is forgiven', async () => {
  let answering = true;
  register(() => (answering ? { healthy: true } : TIMED_OUT));
  seconds(15);
  answering = false;
  seconds(15);
  answering = true;
  seconds(15);
  answering = false;
  seconds(15);
  expect((await health())?.State).toBe('healthy');
  seconds(15);
  expect((await health())?.State).toBe('unhealthy');
});

test('targets of a group that nothing forwards to stay unused, and are checked from the moment that something does', async () => {
  register(GOOD, ORPHAN);
  seconds(600);
  expect((await health(ORPHAN))?.Reason).toBe('Target.NotInUse');
  expect(targetState(where(), ORPHAN, TARGET)).toBe('unused');
  const listener = where().region.elbv2.listeners.find(({ Port }) => Port === 443)?.ListenerArn;
  await ask('CreateRule', {
    ListenerArn: listener,
    Priority: 5,
    Conditions: [{ Field: 'path-pattern', Values: ['/green'] }],
    Actions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: WEB, Weight: 1 },
            { TargetGroupArn: ORPHAN, Weight: 0 },
          ],
        },
      },
    ],
  });
  expect((await health(ORPHAN))?.State).toBe('initial');
  seconds(30);
  expect((await health(ORPHAN))?.State).toBe('healthy');
});

test('a target in a zone in which its load balancer does not stand is never checked', async () => {
  register(GOOD, WEB, { ...TARGET, availabilityZone: 'us-east-1f' });
  seconds(600);
  expect(await health()).toEqual({
    State: 'unused',
    Reason: 'Target.NotInUse',
    Description: 'Target is in an Availability Zone that is not enabled for the load balancer',
  });
});

test('a deregistered target drains for as long as its group says, and is gone', async () => {
  const delay = { Key: 'deregistration_delay.timeout_seconds', Value: '60' };
  await ask('ModifyTargetGroupAttributes', { TargetGroupArn: WEB, Attributes: [delay] });
  register(GOOD);
  seconds(15);
  deregisterTarget(where(), WEB, TARGET);
  expect(await health()).toEqual({
    State: 'draining',
    Reason: 'Target.DeregistrationInProgress',
    Description: 'Target deregistration is in progress',
  });
  seconds(59);
  expect(targetState(where(), WEB, TARGET)).toBe('draining');
  seconds(1);
  expect(targetState(where(), WEB, TARGET)).toBeUndefined();
});

test('a target that is registered again while it drains begins anew, and does not vanish when the old delay is over', async () => {
  register(GOOD);
  seconds(15);
  deregisterTarget(where(), WEB, TARGET);
  seconds(10);
  register(GOOD);
  expect((await health())?.State).toBe('initial');
  seconds(600);
  expect((await health())?.State).toBe('healthy');
});

test('registering what is registered changes nothing', async () => {
  register(GOOD);
  seconds(15);
  register(() => TIMED_OUT);
  seconds(300);
  const answer = await ask<DescribeTargetHealthCommandOutput>('DescribeTargetHealth', { TargetGroupArn: WEB });
  expect(answer.TargetHealthDescriptions).toHaveLength(4);
  expect((await health())?.State).toBe('healthy');
});

test('an answer stays as it was given, whatever happens afterwards', async () => {
  register(GOOD);
  const before = await health();
  const copy = structuredClone(before);
  seconds(60);
  expect(before).toEqual(copy);
});

test('the newcomer finds the same health days later', async () => {
  const states = async () => {
    const groups = where().region.elbv2.targetGroups.map(({ TargetGroupArn }) => ({ TargetGroupArn }));
    const answers = await Promise.all(
      groups.map((group) => ask<DescribeTargetHealthCommandOutput>('DescribeTargetHealth', group)),
    );
    return answers.map(({ TargetHealthDescriptions: all = [] }) => all.map(({ TargetHealth: one }) => one));
  };
  const before = await states();
  world.clock.advance(3 * 24 * 60 * MINUTE_MS);
  expect(await states()).toEqual(before);
  expect(before.flat().filter((one) => one?.State === 'unhealthy')).toHaveLength(1);
  expect(before.flat().filter((one) => one?.Reason === 'Target.InvalidState')).toHaveLength(1);
});

test('a seeded task whose version breaks turns unhealthy, and the others of its group with it', async () => {
  const { region } = where();
  expect(await health(WEB)).toBeUndefined();
  const [task] = region.ecs.tasks.filter(({ group }) => group === 'service:web-service');
  setBehaviour(region, task?.taskDefinitionArn ?? '', { healthyAfterMs: 'never' });
  seconds(30);
  const answer = await ask<DescribeTargetHealthCommandOutput>('DescribeTargetHealth', { TargetGroupArn: WEB });
  expect(answer.TargetHealthDescriptions?.map(({ TargetHealth: one }) => [one?.State, one?.Reason])).toEqual(
    Array.from({ length: 3 }, () => ['unhealthy', 'Target.ResponseCodeMismatch']),
  );
});

test('addresses are registered in the zone of their subnet, and refused a wrong one or none', async () => {
  const refusal = (target: object, words: RegExp, group = WEB) =>
    expect(ask('RegisterTargets', { TargetGroupArn: group, Targets: [target] })).rejects.toThrow(words);
  const { region } = where();
  const subnet = region.ec2.subnets.find(({ SubnetId }) => SubnetId === ec2Id(PLACE, 'subnet', 'production-private-b'));
  const address = `${subnet?.CidrBlock?.split('.').slice(0, 3).join('.')}.77`;
  await ask('RegisterTargets', { TargetGroupArn: WEB, Targets: [{ Id: address }] });
  const answer = await ask<DescribeTargetHealthCommandOutput>('DescribeTargetHealth', { TargetGroupArn: WEB });
  expect(answer.TargetHealthDescriptions?.at(-1)?.Target).toEqual({
    Id: address,
    Port: 8080,
    AvailabilityZone: 'us-east-1b',
  });
  // Nothing runs at that address.
  seconds(30);
  expect((await health(WEB, address))?.Reason).toBe('Target.Timeout');
  await refusal({ Id: address, AvailabilityZone: 'all' }, /cannot have its Availability Zone overridden/);
  await refusal({ Id: '10.200.0.1' }, /The Availability Zone is required/);
  await refusal({ Id: '8.8.8.8', AvailabilityZone: 'all' }, /not within the VPC/);
  await refusal({ Id: ec2Id(PLACE, 'i', 'legacy-app') }, /not in a running state/, ORPHAN);
});

test('deregistering by address alone takes every port of it, and what is not there is passed over', async () => {
  register(GOOD);
  register(GOOD, WEB, { ...TARGET, port: 9090 });
  seconds(15);
  await ask('DeregisterTargets', { TargetGroupArn: WEB, Targets: [{ Id: TARGET.id }, { Id: '10.0.12.201' }] });
  expect(targetState(where(), WEB, TARGET)).toBe('draining');
  expect(targetState(where(), WEB, { ...TARGET, port: 9090 })).toBe('draining');
});
