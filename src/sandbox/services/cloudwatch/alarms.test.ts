import type { DescribeAlarmHistoryCommandOutput, DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_START } from '../../create.ts';
import { inProcessTransport } from '../../in-process.ts';
import { metricAlarm } from '../../world/newcomer/cloudwatch/alarms.ts';

const world = createSandbox();
const place = { accountId: SANDBOX_ACCOUNT, region: 'ap-south-1', start: SANDBOX_START };

function ask<O>(operation: string, input: object, region = 'us-east-1'): Promise<O> {
  const transport = inProcessTransport(world, SANDBOX_ACCOUNT);
  return transport.send({ service: 'cloudwatch', operation, input, region }, () => undefined) as Promise<O>;
}

function names(answer: DescribeAlarmsCommandOutput): (string | undefined)[] {
  return [...(answer.CompositeAlarms ?? []), ...(answer.MetricAlarms ?? [])].map((alarm) => alarm.AlarmName);
}

function describe(input: object): Promise<DescribeAlarmsCommandOutput> {
  return ask('DescribeAlarms', input);
}

test('E1.3 without AlarmTypes the composite alarm is missing, as on AWS', async () => {
  expect((await describe({})).CompositeAlarms).toEqual([]);
  const both = await describe({ AlarmTypes: ['CompositeAlarm', 'MetricAlarm'], StateValue: 'ALARM' });
  expect(names(both)).toEqual(['production-degraded', 'api-unhealthy-hosts', 'production-db-storage']);
});

test('filters by prefix, by name, by action, by family', async () => {
  expect(names(await describe({ AlarmNamePrefix: 'production-db' }))).toHaveLength(3);
  expect(names(await describe({ AlarmNames: ['worker-backlog', 'nobody'] }))).toEqual(['worker-backlog']);
  expect(names(await describe({ ActionPrefix: 'arn:aws:sns:' }))).not.toContain('invoice-renderer-errors');
  const children = await describe({ ChildrenOfAlarmName: 'production-degraded' });
  expect(names(children)).toEqual(['api-unhealthy-hosts', 'production-alb-5xx']);
  const parents = await describe({ ParentsOfAlarmName: 'api-unhealthy-hosts', AlarmTypes: ['CompositeAlarm'] });
  expect(names(parents)).toEqual(['production-degraded']);
});

test('gives 50 a page, 100 at most, and refuses what AWS refuses', async () => {
  const { metricAlarms } = world.region(SANDBOX_ACCOUNT, place.region).cloudwatch;
  metricAlarms.push(...Array.from({ length: 101 }, (_, index) => metricAlarm(place, { AlarmName: `a${index}` })));
  const page = (input: object) => ask<DescribeAlarmsCommandOutput>('DescribeAlarms', input, place.region);
  expect((await page({})).MetricAlarms).toHaveLength(50);
  const first = await page({ MaxRecords: 100 });
  expect((await page({ MaxRecords: 100, NextToken: first.NextToken })).MetricAlarms).toHaveLength(1);
  await expect(page({ MaxRecords: 101 })).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(page({ NextToken: 'made up' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  await expect(page({ AlarmTypes: ['Metric'] })).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(page({ AlarmNames: ['a'], AlarmNamePrefix: 'a' })).rejects.toMatchObject({ name: 'ValidationError' });
});

test('the history tells when an alarm changed and whom it told, newest first', async () => {
  const types = ['CompositeAlarm', 'MetricAlarm'];
  const { AlarmHistoryItems: items = [] } = await ask<DescribeAlarmHistoryCommandOutput>('DescribeAlarmHistory', {
    AlarmTypes: types,
    StartDate: new Date(SANDBOX_START.getTime() - 3_600_000),
  });
  expect(items.map((item) => `${item.AlarmName} ${item.HistoryItemType}`)).toEqual([
    'production-degraded Action',
    'production-degraded StateUpdate',
    'api-unhealthy-hosts Action',
    'api-unhealthy-hosts StateUpdate',
  ]);
  const metricOnly = await ask<DescribeAlarmHistoryCommandOutput>('DescribeAlarmHistory', {
    ScanBy: 'TimestampAscending',
  });
  expect(metricOnly.AlarmHistoryItems?.map((item) => item.AlarmName)).not.toContain('production-degraded');
});

test('dashboards are listed, and one that is not there is an error', async () => {
  expect(await ask('ListDashboards', {})).toMatchObject({ DashboardEntries: [{ DashboardName: 'production' }] });
  expect(await ask('GetDashboard', { DashboardName: 'production' })).toMatchObject({ DashboardName: 'production' });
  await expect(ask('GetDashboard', { DashboardName: 'x' })).rejects.toMatchObject({
    name: 'ResourceNotFound',
    status: 404,
  });
});
