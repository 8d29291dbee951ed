import type { DescribeServicesCommandOutput } from '@aws-sdk/client-ecs';
import type {
  CreateTargetGroupCommandOutput,
  DescribeTargetHealthCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import { ec2Id, loadBalancerArn, targetGroupArn } from '../newcomer/cast.ts';
import { MINUTE_MS } from '../newcomer/seed.ts';
import type { World } from '../world.ts';
import { type Ledger, trafficBetween } from './ledger.ts';

const PLACE = { accountId: SANDBOX_ACCOUNT, region: SANDBOX_REGION };
const PRODUCTION = loadBalancerArn(PLACE, 'production-alb');
const BLUE = targetGroupArn(PLACE, 'web-service-blue');
const CLUSTER = 'production-cluster';
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask<O>(service: string, operation: string, input: object): Promise<O> {
  const request = { service, operation, accessKeyId: 'AKIASANDBOX', requestId: 'one' };
  return dispatch(world, { ...request, ...PLACE }, input) as Promise<O>;
}

function minutes(count: number): void {
  world.clock.advance(count * MINUTE_MS);
}

function since(from: Date): Ledger {
  return trafficBetween(world, { ...PLACE, loadBalancerArn: PRODUCTION }, from, world.clock.now());
}

function deploy(taskDefinition: string): Promise<object> {
  return ask('ecs', 'UpdateService', { cluster: CLUSTER, service: 'web-service', taskDefinition });
}

function version(name: string): string {
  return `arn:aws:ecs:${SANDBOX_REGION}:${SANDBOX_ACCOUNT}:task-definition/${name}`;
}

test('a rolling deployment of a good version fails no request', async () => {
  const from = world.clock.now();
  await deploy('web-service:46');
  minutes(15);
  const { requests, failed, byVersion } = since(from);
  expect(requests).toBeGreaterThan(5000);
  expect(failed).toBe(0);
  expect(byVersion[version('web-service:46')]?.requests).toBeGreaterThan(3000);
});

test('a rolling deployment of a version that serves errors fails its share of what it is sent, and of nothing else', async () => {
  const from = world.clock.now();
  await deploy('web-service:43');
  minutes(15);
  const { failed, byVersion } = since(from);
  const bad = byVersion[version('web-service:43')] ?? { requests: 0, failed: 0 };
  expect(bad.requests).toBeGreaterThan(1000);
  expect(bad.failed).toBeCloseTo(0.3 * bad.requests, 6);
  expect(failed).toBeCloseTo(bad.failed, 6);
});

test('a version that never turns healthy is sent nothing, and fails nothing', async () => {
  const from = world.clock.now();
  await deploy('web-service:44');
  minutes(15);
  const { failed, byVersion } = since(from);
  expect(failed).toBe(0);
  expect(byVersion[version('web-service:44')]).toBeUndefined();
});

test('blue and green as two services: attached with weight 0, shifted, blue scaled down, and no request fails', async () => {
  const made = await ask<CreateTargetGroupCommandOutput>('elbv2', 'CreateTargetGroup', {
    Name: 'web-service-green',
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: ec2Id(PLACE, 'vpc', 'production'),
    TargetType: 'ip',
  });
  const green = made.TargetGroups?.[0]?.TargetGroupArn ?? '';
  const answer = await ask<DescribeServicesCommandOutput>('ecs', 'DescribeServices', {
    cluster: CLUSTER,
    services: ['web-service'],
  });
  const [service] = answer.services ?? [];
  const create = () =>
    ask('ecs', 'CreateService', {
      cluster: CLUSTER,
      serviceName: 'web-service-green',
      taskDefinition: 'web-service:46',
      desiredCount: 3,
      launchType: 'FARGATE',
      networkConfiguration: service?.networkConfiguration,
      loadBalancers: [{ targetGroupArn: green, containerName: 'web-service', containerPort: 8080 }],
    });
  await expect(create()).rejects.toThrow('does not have an associated load balancer');
  const from = world.clock.now();
  await shift(green, 0);
  await create();
  minutes(5);
  const health = await ask<DescribeTargetHealthCommandOutput>('elbv2', 'DescribeTargetHealth', {
    TargetGroupArn: green,
  });
  expect(health.TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State)).toEqual(
    Array.from({ length: 3 }, () => 'healthy'),
  );
  for (const share of [10, 50, 100]) {
    await shift(green, share);
    minutes(5);
  }
  await ask('ecs', 'UpdateService', { cluster: CLUSTER, service: 'web-service', desiredCount: 0 });
  minutes(15);
  const { failed, byVersion } = since(from);
  expect(failed).toBe(0);
  expect(byVersion[version('web-service:46')]?.requests).toBeGreaterThan(5000);
});

test('blue scaled down before green is sent anything is an outage, and counted as one', async () => {
  await ask('ecs', 'UpdateService', { cluster: CLUSTER, service: 'web-service', desiredCount: 0 });
  minutes(10);
  const from = world.clock.now();
  minutes(10);
  const { requests, failed, byVersion } = since(from);
  // Everything but the api's part.
  expect(failed).toBeCloseTo(0.7 * requests, 6);
  expect(Object.keys(byVersion)).toEqual([version('api:17')]);
});

/** The default rule and the one for every path, both of which lead to web-service. */
async function shift(green: string, share: number): Promise<void> {
  const { listeners, rules } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).elbv2;
  const own = listeners.filter(({ LoadBalancerArn }) => LoadBalancerArn === PRODUCTION);
  const listener = own.find(({ Port }) => Port === 443)?.ListenerArn;
  const actions = [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: BLUE, Weight: 100 - share },
          { TargetGroupArn: green, Weight: share },
        ],
      },
    },
  ];
  const rule = rules.find(({ ListenerArn, Priority }) => ListenerArn === listener && Priority === '20');
  await ask('elbv2', 'ModifyRule', { RuleArn: rule?.RuleArn, Actions: actions });
  await ask('elbv2', 'ModifyListener', { ListenerArn: listener, DefaultActions: actions });
}
