import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import type { World } from '../../world/world.ts';

const WEB = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/production-cluster/web-service',
  ScalableDimension: 'ecs:service:DesiredCount',
};
const WORKER = { ...WEB, ResourceId: 'service/production-cluster/worker' };
let world: World;

beforeEach(() => {
  world = createSandbox();
});

function send(service: string, operation: string, input: object) {
  const request = { service, region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  return dispatch(world, { ...request, operation, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
}

function ask(operation: string, input: object) {
  return send('application-autoscaling', operation, input);
}

async function desired(): Promise<number> {
  const input = { cluster: 'production-cluster', services: ['web-service'] };
  return (await send('ecs', 'DescribeServices', input)).services[0].desiredCount;
}

async function bounds(of: object = WEB) {
  const { ResourceId, ServiceNamespace } = of as typeof WEB;
  const { ScalableTargets } = await ask('DescribeScalableTargets', { ServiceNamespace, ResourceIds: [ResourceId] });
  return ScalableTargets[0];
}

test('a service is brought up to a new minimum by itself within a minute, and the activity says when it is there', async () => {
  const before = await desired();
  await ask('RegisterScalableTarget', { ...WEB, MinCapacity: before + 2 });
  expect(await bounds()).toMatchObject({ MinCapacity: before + 2, MaxCapacity: 12 });
  expect(await desired()).toBe(before);
  world.clock.advance(60_000);
  expect(await desired()).toBe(before + 2);
  const activities = async () => (await ask('DescribeScalingActivities', WEB)).ScalingActivities;
  expect((await activities())[0]).toMatchObject({
    Description: `Setting desired count to ${before + 2}.`,
    Cause: `minimum capacity was set to ${before + 2}`,
    StatusCode: 'InProgress',
  });
  world.clock.advance(10 * 60_000);
  expect((await activities())[0]).toMatchObject({ StatusCode: 'Successful' });
});

test('a service is brought down to a new maximum by itself, and one within the bounds is left alone', async () => {
  const before = await desired();
  await ask('RegisterScalableTarget', { ...WEB, MinCapacity: 1, MaxCapacity: before - 1 });
  world.clock.advance(60_000);
  expect(await desired()).toBe(before - 1);
  await ask('RegisterScalableTarget', { ...WEB, MaxCapacity: 10 });
  world.clock.advance(60_000);
  expect(await desired()).toBe(before - 1);
});

test('bounds that were taken back before they were acted on move nothing', async () => {
  const before = await desired();
  await ask('RegisterScalableTarget', { ...WEB, MinCapacity: before + 1 });
  await ask('RegisterScalableTarget', { ...WEB, MinCapacity: before });
  world.clock.advance(60_000);
  expect(await desired()).toBe(before);
});

test('registering again changes only what is said, and a suspension stays', async () => {
  const SuspendedState = { DynamicScalingInSuspended: true };
  await ask('RegisterScalableTarget', { ...WEB, SuspendedState });
  await ask('RegisterScalableTarget', { ...WEB, MaxCapacity: 9 });
  expect(await bounds()).toMatchObject({
    MinCapacity: 3,
    MaxCapacity: 9,
    SuspendedState: { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: false },
  });
});

test.each([
  ['without bounds', WORKER, /required/],
  ['with a minimum above the maximum', { ...WEB, MinCapacity: 5, MaxCapacity: 4 }, /less than minimum/],
  ['with a negative minimum', { ...WEB, MinCapacity: -1 }, /less than 0/],
  [
    'of a service that does not exist',
    { ...WEB, ResourceId: 'service/production-cluster/ghost', MinCapacity: 1, MaxCapacity: 2 },
    /^ECS service doesn't exist: service\/production-cluster\/ghost$/,
  ],
  ['without a dimension', { ...WEB, ScalableDimension: undefined }, /'scalableDimension'/],
  ['of a dimension that there is not', { ...WEB, ScalableDimension: 'ecs:service:Nobodys' }, /'ecs:service:Nobodys'/],
])('a target %s is refused', async (_what, input, message) => {
  await expect(ask('RegisterScalableTarget', input)).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(message),
  });
});

const TRACKING = {
  PolicyName: 'worker-cpu',
  ...WORKER,
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 60,
    PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
  },
};

async function alarmNames(): Promise<string[]> {
  const input = { AlarmNamePrefix: 'TargetTracking-service/production-cluster/worker-' };
  const { MetricAlarms } = await send('cloudwatch', 'DescribeAlarms', input);
  return MetricAlarms.map(({ AlarmName }: { AlarmName: string }) => AlarmName);
}

test('a policy that tracks a target brings its two alarms, and takes them with it', async () => {
  await ask('RegisterScalableTarget', { ...WORKER, MinCapacity: 1, MaxCapacity: 5 });
  const { Alarms, PolicyARN } = await ask('PutScalingPolicy', TRACKING);
  expect(await alarmNames()).toEqual(Alarms.map(({ AlarmName }: { AlarmName: string }) => AlarmName));
  expect(Alarms[0].AlarmName).toMatch(/-AlarmHigh-[0-9a-f-]{36}$/);
  const { MetricAlarms } = await send('cloudwatch', 'DescribeAlarms', { ActionPrefix: PolicyARN });
  expect(MetricAlarms).toMatchObject([
    { Threshold: 60, EvaluationPeriods: 3, Namespace: 'AWS/ECS', MetricName: 'CPUUtilization' },
    { Threshold: 54, EvaluationPeriods: 15, ComparisonOperator: 'LessThanThreshold' },
  ]);
  await ask('PutScalingPolicy', TRACKING);
  expect(await alarmNames()).toHaveLength(2);
  await ask('DeleteScalingPolicy', { PolicyName: 'worker-cpu', ...WORKER });
  expect(await alarmNames()).toEqual([]);
  await expect(ask('DeleteScalingPolicy', { PolicyName: 'worker-cpu', ...WORKER })).rejects.toMatchObject({
    code: 'ObjectNotFoundException',
  });
});

test('a target takes its policies with it, and is gone', async () => {
  await ask('RegisterScalableTarget', { ...WORKER, MinCapacity: 1, MaxCapacity: 5, Tags: { Team: 'a' } });
  const { ScalableTargetARN: ResourceARN } = await bounds(WORKER);
  expect(await ask('ListTagsForResource', { ResourceARN })).toEqual({ Tags: { Team: 'a' } });
  await ask('PutScalingPolicy', TRACKING);
  await ask('DeregisterScalableTarget', WORKER);
  expect((await ask('DescribeScalingPolicies', WORKER)).ScalingPolicies).toEqual([]);
  expect(await alarmNames()).toEqual([]);
  await expect(ask('DeregisterScalableTarget', WORKER)).rejects.toMatchObject({ code: 'ObjectNotFoundException' });
  await expect(ask('ListTagsForResource', { ResourceARN })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

test('a policy needs a target, and a metric of its own', async () => {
  await expect(ask('PutScalingPolicy', TRACKING)).rejects.toMatchObject({
    code: 'ObjectNotFoundException',
    message: expect.stringMatching(/^No scalable target registered for service namespace: ecs, resource ID: service/),
  });
  // The newcomer's web service tracks its CPU already.
  await expect(ask('PutScalingPolicy', { ...TRACKING, ...WEB, PolicyName: 'third' })).rejects.toMatchObject({
    message: 'Only one TargetTrackingScaling policy for a given metric specification is allowed.',
  });
});

test('requests for each target are tracked by balancer and group', async () => {
  const PredefinedMetricSpecification = {
    PredefinedMetricType: 'ALBRequestCountPerTarget',
    ResourceLabel: 'app/a/1/targetgroup/g/2',
  };
  const TargetTrackingScalingPolicyConfiguration = { TargetValue: 100, PredefinedMetricSpecification };
  const policy = { ...TRACKING, ...WEB, PolicyName: 'requests', TargetTrackingScalingPolicyConfiguration };
  const { PolicyARN } = await ask('PutScalingPolicy', policy);
  const { MetricAlarms } = await send('cloudwatch', 'DescribeAlarms', { ActionPrefix: PolicyARN });
  expect(MetricAlarms[0]).toMatchObject({
    MetricName: 'RequestCountPerTarget',
    Statistic: 'Sum',
    Dimensions: [
      { Name: 'LoadBalancer', Value: 'app/a/1' },
      { Name: 'TargetGroup', Value: 'targetgroup/g/2' },
    ],
  });
});
