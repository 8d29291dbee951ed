import type { GetMetricStatisticsCommandOutput } from '@aws-sdk/client-cloudwatch';
import type {
  Action,
  CreateListenerCommandOutput,
  CreateRuleCommandOutput,
  CreateTargetGroupCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION, SANDBOX_START } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import { deregisterTarget, type Probe, registerTarget } from '../../services/elbv2/registration.ts';
import { ec2Id, loadBalancerArn, targetGroupArn } from '../newcomer/cast.ts';
import { setBehaviour } from '../versions.ts';
import type { World } from '../world.ts';
import { setRequests } from './arrange.ts';
import { type Ledger, trafficBetween } from './ledger.ts';

const PLACE = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
const STAGING = loadBalancerArn(PLACE, 'staging-alb');
const BLUE = targetGroupArn(PLACE, 'staging-web');
const BLUE_VERSION = `arn:aws:ecs:us-east-1:${SANDBOX_ACCOUNT}:task-definition/web-service:42`;
const GREEN_VERSION = `arn:aws:ecs:us-east-1:${SANDBOX_ACCOUNT}:task-definition/green:1`;
const GOOD: Probe = () => ({ healthy: true });
const SILENT = { healthy: false, reason: 'Target.Timeout' };
const GREEN_TARGET = { id: '10.1.20.7', port: 8080, availabilityZone: 'us-east-1a' };
let world: World;
let listener: string;
let green: string;

beforeEach(async () => {
  world = createSandbox();
  listener = region().elbv2.listeners.find(({ LoadBalancerArn }) => LoadBalancerArn === STAGING)?.ListenerArn ?? '';
  setRequests(region(), listener, { perSecond: 10 });
  const made = await ask<CreateTargetGroupCommandOutput>('CreateTargetGroup', {
    Name: 'green',
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: ec2Id(PLACE, 'vpc', 'staging'),
    TargetType: 'ip',
  });
  green = made.TargetGroups?.[0]?.TargetGroupArn ?? '';
});

function region() {
  return world.region(SANDBOX_ACCOUNT, SANDBOX_REGION);
}

function ask<O>(operation: string, input: object, service = 'elbv2'): Promise<O> {
  const request = { service, operation, accessKeyId: 'AKIASANDBOX', requestId: 'one' };
  return dispatch(world, { ...request, ...PLACE }, input) as Promise<O>;
}

function seconds(count: number): void {
  world.clock.advance(count * 1000);
}

function ledger(from: Date, to = world.clock.now()): Ledger {
  return trafficBetween(world, { ...PLACE, loadBalancerArn: STAGING }, from, to);
}

function weights(blue: number, other: number): Action {
  return {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: BLUE, Weight: blue },
        { TargetGroupArn: green, Weight: other },
      ],
    },
  };
}

function shift(blue: number, other: number): Promise<object> {
  return ask('ModifyListener', { ListenerArn: listener, DefaultActions: [weights(blue, other)] });
}

function start(probe: Probe = GOOD, target: typeof GREEN_TARGET = GREEN_TARGET): void {
  registerTarget({ world, region: region() }, green, target, { probe, version: GREEN_VERSION });
}

/** Green is attached with weight 0 and healthy. */
async function ready(probe: Probe = GOOD): Promise<void> {
  start(probe);
  await shift(100, 0);
  seconds(60);
}

async function sums(name: string, from: Date, group?: string): Promise<number> {
  const end = (arn: string, word: string) => arn.slice(arn.indexOf(word));
  const answer = await ask<GetMetricStatisticsCommandOutput>(
    'GetMetricStatistics',
    {
      Namespace: 'AWS/ApplicationELB',
      MetricName: name,
      Dimensions: [
        { Name: 'LoadBalancer', Value: end(STAGING, 'app/') },
        ...(group === undefined ? [] : [{ Name: 'TargetGroup', Value: end(group, 'targetgroup/') }]),
      ],
      StartTime: from,
      EndTime: world.clock.now(),
      Period: 60,
      Statistics: ['Sum'],
    },
    'cloudwatch',
  );
  return (answer.Datapoints ?? []).reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

test('a good blue-green deployment fails no request, however the weights go', async () => {
  await ready();
  for (const share of [10, 50, 100]) {
    await shift(100 - share, share);
    seconds(90);
  }
  deregisterTarget({ world, region: region() }, BLUE, { id: targetId(BLUE), port: 8080 });
  seconds(600);
  const all = ledger(SANDBOX_START);
  expect(all.failed).toBe(0);
  expect(all.requests).toBeCloseTo((60 + 270 + 600) * 10, 6);
  expect(all.byVersion[GREEN_VERSION]?.requests).toBeCloseTo((9 + 45 + 90 + 600) * 10, 6);
  expect(all.byVersion[BLUE_VERSION]?.requests).toBeCloseTo((60 + 81 + 45) * 10, 6);
});

test('a bad version fails its error rate of its share, from the moment it is sent requests until the moment it is not', async () => {
  setBehaviour(region(), GREEN_VERSION, { errorRate: 0.5 });
  await ready();
  const from = world.clock.now();
  expect(ledger(SANDBOX_START).failed).toBe(0);
  await shift(90, 10);
  seconds(45);
  await shift(100, 0);
  seconds(600);
  const { requests, failed, byVersion } = ledger(from);
  expect(requests).toBeCloseTo(6450, 6);
  expect(failed).toBeCloseTo(22.5, 6);
  expect(byVersion[GREEN_VERSION]).toEqual({ requests: expect.closeTo(45, 6), failed: expect.closeTo(22.5, 6) });
});

test('requests go to healthy targets alone; without one to all that are registered; without these, the load balancer answers 503', async () => {
  let answering = true;
  await ready(() => (answering ? { healthy: true } : SILENT));
  start(GOOD, { ...GREEN_TARGET, id: '10.1.20.8' });
  seconds(60);
  await shift(0, 1);
  answering = false;
  seconds(60);
  const lone = world.clock.now();
  seconds(60);
  expect(ledger(lone).failed).toBe(0);
  deregisterTarget({ world, region: region() }, green, { ...GREEN_TARGET, id: '10.1.20.8' });
  const open = world.clock.now();
  seconds(60);
  expect(ledger(open).byVersion[GREEN_VERSION]).toEqual({ requests: 600, failed: 600 });
  deregisterTarget({ world, region: region() }, green, GREEN_TARGET);
  const empty = world.clock.now();
  seconds(60);
  expect(ledger(empty)).toEqual({ requests: 600, failed: 600, byVersion: {} });
});

test('a target that stops while it is registered loses what it is sent until checks find out; one that drains loses nothing', async () => {
  let answering = true;
  await ready(() => (answering ? { healthy: true } : SILENT));
  start(GOOD, { ...GREEN_TARGET, id: '10.1.20.8' });
  seconds(60);
  await shift(0, 1);
  const from = world.clock.now();
  answering = false;
  seconds(600);
  // Half of the requests, from one check of thirty seconds to the next: two in a row make it unhealthy.
  expect(ledger(from).failed).toBeCloseTo(150, 6);
  const drained = world.clock.now();
  deregisterTarget({ world, region: region() }, green, GREEN_TARGET);
  seconds(600);
  expect(ledger(drained).failed).toBe(0);
});

test('requests follow the rules: host, path and priority', async () => {
  setRequests(region(), listener, {
    perSecond: 10,
    kinds: [
      { share: 0.25, host: 'api.staging.example.com', path: '/v1/orders?page=2' },
      { share: 0.75, host: 'www.staging.example.com', path: '/' },
    ],
  });
  await ready();
  const rule = (Priority: number, conditions: readonly object[], actions: readonly Action[]) =>
    ask<CreateRuleCommandOutput>('CreateRule', {
      ListenerArn: listener,
      Priority,
      Conditions: conditions,
      Actions: actions,
    });
  const host = { Field: 'host-header', Values: ['API.staging.*'] };
  await rule(20, [host, { Field: 'path-pattern', Values: ['/v?/*'] }], [{ Type: 'forward', TargetGroupArn: green }]);
  const header = { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-test', Values: ['*'] } };
  await rule(11, [header], [weights(0, 1)]);
  const from = world.clock.now();
  seconds(60);
  expect(ledger(from).byVersion[GREEN_VERSION]?.requests).toBeCloseTo(150, 6);
  const fixed: Action = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } };
  await rule(1, [{ Field: 'path-pattern', Values: ['*'] }], [fixed]);
  const closed = world.clock.now();
  seconds(60);
  expect(ledger(closed)).toEqual({ requests: 600, failed: 600, byVersion: {} });
});

test('metrics say by the minute what the ledger says, by load balancer and by target group', async () => {
  setBehaviour(region(), GREEN_VERSION, { errorRate: 0.1, latencySeconds: 0.56 });
  await ready();
  const from = world.clock.now();
  await shift(50, 50);
  seconds(300);
  expect(await sums('RequestCount', from)).toBe(3000);
  expect(await sums('RequestCount', from, green)).toBe(1500);
  expect(await sums('HTTPCode_Target_5XX_Count', from)).toBe(150);
  expect(await sums('HTTPCode_Target_5XX_Count', from, green)).toBe(150);
  expect(await sums('HTTPCode_Target_5XX_Count', from, BLUE)).toBe(0);
  expect(await sums('HTTPCode_Target_2XX_Count', from)).toBe(2850);
  expect(await sums('HealthyHostCount', from, green)).toBe(5);
  expect(await sums('RequestCountPerTarget', from, green)).toBe(1500);
  const slower = (await sums('TargetResponseTime', from, green)) - (await sums('TargetResponseTime', from, BLUE));
  expect(slower / 5).toBeCloseTo(0.5, 6);
  await shift(100, 0);
  const empty = world.clock.now();
  await ask('ModifyListener', { ListenerArn: listener, DefaultActions: [{ Type: 'forward', TargetGroupArn: green }] });
  deregisterTarget({ world, region: region() }, green, GREEN_TARGET);
  seconds(60);
  expect(await sums('HTTPCode_ELB_5XX_Count', empty)).toBe(600);
  // Nobody was chosen to answer them.
  expect(await sums('RequestCount', empty)).toBe(0);
});

test('what happened stays in the metrics, whatever changes later, and a minute is published when it is over', async () => {
  await ready();
  const from = world.clock.now();
  await shift(0, 100);
  seconds(59);
  expect(await sums('RequestCount', from, green)).toBe(0);
  seconds(1);
  expect(await sums('RequestCount', from, green)).toBe(600);
  await shift(100, 0);
  setRequests(region(), listener, { perSecond: 0 });
  setBehaviour(region(), GREEN_VERSION, { errorRate: 1 });
  seconds(600);
  expect(await sums('RequestCount', from)).toBe(600);
  expect(await sums('HTTPCode_Target_5XX_Count', from)).toBe(0);
  region().elbv2.knobs.metricLagMs = 120_000;
  setRequests(region(), listener, { perSecond: 10 });
  const late = world.clock.now();
  seconds(120);
  expect(await sums('RequestCount', late)).toBe(0);
  seconds(60);
  expect(await sums('RequestCount', late)).toBe(600);
});

test('a group has no hosts in the metrics before it is attached, and while nothing is registered', async () => {
  const from = world.clock.now();
  seconds(120);
  const test = { LoadBalancerArn: STAGING, Port: 8443, Protocol: 'HTTP' };
  const forward = { Type: 'forward', TargetGroupArn: green };
  await ask<CreateListenerCommandOutput>('CreateListener', { ...test, DefaultActions: [forward] });
  seconds(120);
  expect(await sums('HealthyHostCount', from, green)).toBe(0);
  start();
  seconds(120);
  expect(await sums('HealthyHostCount', from, green)).toBe(2);
});

test('where the sandbox is told to lag, requests stay where they were as long as the rules are shown so', async () => {
  await ready();
  region().elbv2.knobs.lagMs = 20_000;
  const from = world.clock.now();
  await ask('ModifyListener', { ListenerArn: listener, DefaultActions: [{ Type: 'forward', TargetGroupArn: green }] });
  seconds(60);
  const { failed, byVersion } = ledger(from);
  expect(failed).toBe(0);
  expect(byVersion[BLUE_VERSION]?.requests).toBeCloseTo(200, 6);
  expect(byVersion[GREEN_VERSION]?.requests).toBeCloseTo(400, 6);
});

test('of the future the ledger knows nothing', () => {
  const from = world.clock.now();
  expect(ledger(from, new Date(from.getTime() + 60_000)).requests).toBe(0);
});

test('nobody can send requests to a listener that is not there', () => {
  expect(() => setRequests(region(), 'ghost', { perSecond: 1 })).toThrow('has the listener ghost');
});

function targetId(group: string): string {
  return region().elbv2.targets.get(group)?.[0]?.Target?.Id ?? '';
}
