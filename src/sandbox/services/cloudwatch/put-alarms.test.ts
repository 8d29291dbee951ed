import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import type { World } from '../../world/world.ts';

let world: World;

beforeEach(() => {
  world = createSandbox();
});

function ask(operation: string, input: object = {}) {
  const request = { service: 'cloudwatch', region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  return dispatch(world, { ...request, operation, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
}

const ALARM = {
  AlarmName: 'queue',
  Namespace: 'Enterprise/Worker',
  MetricName: 'Depth',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 10,
  ComparisonOperator: 'GreaterThanThreshold',
};

async function read(name: string): Promise<MetricAlarm | undefined> {
  return (await ask('DescribeAlarms', { AlarmNames: [name] })).MetricAlarms[0];
}

test('putting an alarm again replaces all of its configuration and none of its state', async () => {
  const tagged = { ...ALARM, AlarmDescription: 'deep', Tags: [{ Key: 'Team', Value: 'a' }] };
  await ask('PutMetricAlarm', tagged);
  await ask('SetAlarmState', { AlarmName: 'queue', StateValue: 'ALARM', StateReason: 'a drill' });
  world.clock.advance(1000);
  await ask('PutMetricAlarm', { ...ALARM, Threshold: 20, Tags: [{ Key: 'Team', Value: 'b' }] });
  const alarm = await read('queue');
  expect(alarm).toMatchObject({
    Threshold: 20,
    StateValue: 'ALARM',
    AlarmConfigurationUpdatedTimestamp: world.clock.now(),
  });
  expect(alarm?.AlarmDescription).toBeUndefined();
  const { Tags } = await ask('ListTagsForResource', { ResourceARN: alarm?.AlarmArn });
  expect(Tags).toEqual([{ Key: 'Team', Value: 'a' }]);
});

test('an answer does not change with the alarm that it told of', async () => {
  await ask('PutMetricAlarm', ALARM);
  const before = await read('queue');
  await ask('SetAlarmState', { AlarmName: 'queue', StateValue: 'OK', StateReason: 'a drill' });
  expect(before?.StateValue).toBe('INSUFFICIENT_DATA');
});

test.each([
  ['no name', { AlarmName: undefined }, /'alarmName'.*must not be null/],
  ['a comparison of nobody', { ComparisonOperator: 'Above' }, /comparisonOperator/],
  ['no threshold', { Threshold: undefined }, /Threshold is required/],
  ['more datapoints than periods', { DatapointsToAlarm: 4 }, /DatapointsToAlarm/],
  ['a treatment of nobody', { TreatMissingData: 'bad' }, /TreatMissingData/],
  ['a period of 45 seconds', { Period: 45 }, /'45' at 'period'/],
  ['two kinds of statistic', { ExtendedStatistic: 'p99' }, /Exactly one/],
  ['no source', { MetricName: undefined }, /Metrics and MetricName/],
  ['an action that is no ARN', { AlarmActions: ['page me'] }, /^Invalid arn syntax: page me$/],
  ['more than a day', { Period: 300, EvaluationPeriods: 289 }, /^Metrics cannot be checked across more than a day/],
])('an alarm with %s is refused as a ValidationError', async (_what, change, message) => {
  await expect(ask('PutMetricAlarm', { ...ALARM, ...change })).rejects.toMatchObject({
    code: 'ValidationError',
    message: expect.stringMatching(message),
  });
  expect(await read('queue')).toBeUndefined();
});

test('an alarm that a composite alarm watches cannot be deleted, nor can what was asked with it', async () => {
  await ask('PutMetricAlarm', ALARM);
  const names = ['queue', 'api-unhealthy-hosts'];
  await expect(ask('DeleteAlarms', { AlarmNames: names })).rejects.toMatchObject({
    code: 'ValidationError',
    message: 'Cannot delete api-unhealthy-hosts as there are composite alarm(s) depending on it.',
  });
  expect(await read('queue')).toBeDefined();
  await ask('DeleteAlarms', { AlarmNames: [...names, 'production-degraded', 'nobody'] });
  expect(await read('queue')).toBeUndefined();
  expect(await read('api-unhealthy-hosts')).toBeUndefined();
});

test.each([
  ['names an alarm that does not exist', 'ALARM(ghost)', /as alarms \[ghost\] in the alarm rule do not exist$/],
  ['cannot be read', 'ALARM(worker-backlog) AND', /found the end/],
  ['says what no rule can say', 'RINGING(worker-backlog)', /RINGING/],
])('a composite alarm whose rule %s is refused', async (_what, AlarmRule, message) => {
  await expect(ask('PutCompositeAlarm', { AlarmName: 'c', AlarmRule })).rejects.toMatchObject({
    code: 'ValidationError',
    message: expect.stringMatching(message),
  });
});

test('a state can be set only of an alarm that exists', async () => {
  const state = { StateValue: 'OK', StateReason: 'a drill' };
  await expect(ask('SetAlarmState', { AlarmName: 'nobody', ...state })).rejects.toMatchObject({
    code: 'ResourceNotFound',
    status: 404,
  });
  await ask('PutMetricAlarm', ALARM);
  const bad = { AlarmName: 'queue', ...state, StateReasonData: '{' };
  await expect(ask('SetAlarmState', bad)).rejects.toMatchObject({ code: 'InvalidFormat' });
});

test('a metric that somebody publishes is summed up, listed, and rings an alarm', async () => {
  await ask('PutMetricAlarm', { ...ALARM, EvaluationPeriods: 1 });
  const datum = { MetricName: 'Depth', Unit: 'Count' };
  await ask('PutMetricData', {
    Namespace: 'Enterprise/Worker',
    MetricData: [
      { ...datum, Value: 5 },
      { ...datum, Values: [2, 3], Counts: [2, 1] },
    ],
  });
  world.clock.advance(60_000);
  const summed = await ask('GetMetricStatistics', {
    Namespace: 'Enterprise/Worker',
    MetricName: 'Depth',
    Statistics: ['Sum', 'SampleCount'],
    Period: 60,
    StartTime: new Date(world.clock.now().getTime() - 60_000),
    EndTime: world.clock.now(),
  });
  expect(summed.Datapoints).toMatchObject([{ Sum: 12, SampleCount: 4 }]);
  expect((await ask('ListMetrics', { Namespace: 'Enterprise/Worker', MetricName: 'Depth' })).Metrics).toHaveLength(1);
  expect((await read('queue'))?.StateValue).toBe('ALARM');
});

test.each([
  ['AWS’s own namespace', { Namespace: 'AWS/EC2', MetricData: [] }, 'InvalidParameterValue'],
  ['no number', { Namespace: 'N', MetricData: [{ MetricName: 'm', Value: Number.NaN }] }, 'InvalidParameterValue'],
  ['no value', { Namespace: 'N', MetricData: [{ MetricName: 'm' }] }, 'MissingParameter'],
  [
    'last year',
    { Namespace: 'N', MetricData: [{ MetricName: 'm', Value: 1, Timestamp: new Date(0) }] },
    'InvalidParameterValue',
  ],
])('a metric of %s is refused', async (_what, input, code) => {
  await expect(ask('PutMetricData', input)).rejects.toMatchObject({ code });
});

test('tags of an alarm are set and taken by their keys', async () => {
  const { AlarmArn: ResourceARN } = (await read('worker-backlog')) ?? {};
  await ask('TagResource', {
    ResourceARN,
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
  });
  await ask('TagResource', { ResourceARN, Tags: [{ Key: 'a', Value: '3' }] });
  await ask('UntagResource', { ResourceARN, TagKeys: ['b'] });
  expect((await ask('ListTagsForResource', { ResourceARN })).Tags).toEqual([{ Key: 'a', Value: '3' }]);
  await expect(ask('TagResource', { ResourceARN: `${ResourceARN}x`, Tags: [] })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

const METRIC = {
  region: SANDBOX_REGION,
  metrics: [['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'production-db']],
};

function dashboard(...widgets: object[]): string {
  return JSON.stringify({ widgets });
}

test('a dashboard is replaced as a whole, and deleted with all or none', async () => {
  const body = dashboard({ type: 'metric', properties: METRIC });
  expect(await ask('PutDashboard', { DashboardName: 'production', DashboardBody: body })).toEqual({
    DashboardValidationMessages: [],
  });
  expect((await ask('GetDashboard', { DashboardName: 'production' })).DashboardBody).toBe(body);
  await expect(ask('DeleteDashboards', { DashboardNames: ['production', 'x'] })).rejects.toMatchObject({
    code: 'ResourceNotFound',
  });
  await ask('DeleteDashboards', { DashboardNames: ['production'] });
  expect((await ask('ListDashboards')).DashboardEntries).toEqual([]);
});

test('a dashboard that shows less than was meant is stored with warnings', async () => {
  const DashboardBody = JSON.stringify({ widgets: [], widget: [] });
  const answer = await ask('PutDashboard', { DashboardName: 'w', DashboardBody });
  expect(answer.DashboardValidationMessages).toEqual([{ DataPath: '', Message: "Unknown property 'widget'" }]);
  expect(await ask('GetDashboard', { DashboardName: 'w' })).toMatchObject({ DashboardBody });
});

test.each([
  ['no JSON', '{widgets', undefined],
  ['no object', '[]', undefined],
  ['no widgets', '{}', ''],
  ['a widget of no type', dashboard({ properties: {} }), '/widgets/0'],
  ['too wide a widget', dashboard({ type: 'text', width: 25, properties: { markdown: '' } }), '/widgets/0/width'],
  ['a text without text', dashboard({ type: 'text', properties: {} }), '/widgets/0/properties'],
  ['a graph of nothing', dashboard({ type: 'metric', properties: { region: 'us-east-1' } }), '/widgets/0/properties'],
  [
    'a dimension without its value',
    dashboard({ type: 'metric', properties: { ...METRIC, metrics: [['AWS/RDS', 'CPUUtilization', 'Db']] } }),
    '/widgets/0/properties/metrics/0',
  ],
])('a dashboard with %s is refused, and the old one stays', async (_what, DashboardBody, path) => {
  const before = await ask('GetDashboard', { DashboardName: 'production' });
  const failed = ask('PutDashboard', { DashboardName: 'production', DashboardBody });
  const messages = [expect.objectContaining(path === undefined ? {} : { DataPath: path })];
  await expect(failed).rejects.toMatchObject({
    code: 'InvalidParameterInput',
    extra: { dashboardValidationMessages: messages },
  });
  expect(await ask('GetDashboard', { DashboardName: 'production' })).toEqual(before);
});
