import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../../create.ts';
import { dispatch } from '../../dispatch.ts';
import type { World } from '../../world/world.ts';

const MINUTE = 60_000;
const TOPIC = `arn:aws:sns:${SANDBOX_REGION}:${SANDBOX_ACCOUNT}:critical-alerts`;
let world: World;
/** What the metric of the tests' alarms is at an instant; undefined where nothing is published. */
let level: (instant: number) => number | undefined;

beforeEach(() => {
  world = createSandbox();
  level = () => 1;
  world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).metrics.push({
    namespace: 'Test',
    name: 'Level',
    dimensions: { Of: 'tank' },
    unit: 'Count',
    everySeconds: 60,
    at: (instant) => level(instant),
  });
});

function ask(operation: string, input: object = {}) {
  const request = { service: 'cloudwatch', region: SANDBOX_REGION, accountId: SANDBOX_ACCOUNT };
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever AWS would answer
  return dispatch(world, { ...request, operation, accessKeyId: 'AKIATEST', requestId: 'r-1' }, input) as Promise<any>;
}

function put(alarm: Partial<MetricAlarm> = {}): Promise<unknown> {
  return ask('PutMetricAlarm', {
    AlarmName: 'level',
    Namespace: 'Test',
    MetricName: 'Level',
    Dimensions: [{ Name: 'Of', Value: 'tank' }],
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 10,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [TOPIC],
    OKActions: [TOPIC],
    ...alarm,
  });
}

async function read(name = 'level'): Promise<MetricAlarm> {
  const types = ['MetricAlarm', 'CompositeAlarm'];
  const { MetricAlarms, CompositeAlarms } = await ask('DescribeAlarms', { AlarmNames: [name], AlarmTypes: types });
  return [...MetricAlarms, ...CompositeAlarms][0];
}

async function stateAfter(minutes: number, name = 'level'): Promise<string | undefined> {
  world.clock.advance(minutes * MINUTE);
  return (await read(name)).StateValue;
}

async function history(name = 'level'): Promise<string[]> {
  const types = ['MetricAlarm', 'CompositeAlarm'];
  const answer = await ask('DescribeAlarmHistory', {
    AlarmName: name,
    AlarmTypes: types,
    ScanBy: 'TimestampAscending',
  });
  return answer.AlarmHistoryItems.map((item: { HistorySummary: string }) => item.HistorySummary);
}

function published() {
  return world.region(SANDBOX_ACCOUNT, SANDBOX_REGION).sns.published.map(({ subject }) => subject);
}

test('a new alarm knows nothing until its first evaluation', async () => {
  await put();
  expect(await read()).toMatchObject({
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'Unchecked: Initial alarm creation',
  });
  expect(await stateAfter(1)).toBe('OK');
  expect((await read()).StateReason).toBe(
    'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (23/11/26 08:00:00)] was not greater than the threshold ' +
      '(10.0) (minimum 1 datapoint for ALARM -> OK transition).',
  );
});

test('an alarm rings in the minute after its metric crossed the threshold, tells its topic, and tells when it is over', async () => {
  await put();
  const start = world.clock.now().getTime();
  level = (instant) => (instant >= start + 3 * MINUTE && instant < start + 5 * MINUTE ? 50 : 1);
  expect(await stateAfter(3)).toBe('OK');
  expect(await stateAfter(1)).toBe('ALARM');
  expect((await read()).StateTransitionedTimestamp).toEqual(new Date(start + 4 * MINUTE));
  expect(await stateAfter(2)).toBe('OK');
  expect(await history()).toEqual([
    'Alarm "level" created',
    'Alarm updated from INSUFFICIENT_DATA to OK',
    `Successfully executed action ${TOPIC}`,
    'Alarm updated from OK to ALARM',
    `Successfully executed action ${TOPIC}`,
    'Alarm updated from ALARM to OK',
    `Successfully executed action ${TOPIC}`,
  ]);
  expect(published()).toEqual(['OK: "level" in us-east-1', 'ALARM: "level" in us-east-1', 'OK: "level" in us-east-1']);
});

test('what happened between two looks is in the history, though nobody looked', async () => {
  await put();
  const start = world.clock.now().getTime();
  level = (instant) => (instant === start + 4 * MINUTE ? 50 : 1);
  world.clock.advance(20 * MINUTE);
  expect((await read()).StateValue).toBe('OK');
  expect(await history()).toContain('Alarm updated from OK to ALARM');
  const changes = await ask('DescribeAlarmHistory', { AlarmName: 'level', HistoryItemType: 'StateUpdate' });
  const ringing = changes.AlarmHistoryItems.find((item: { HistorySummary: string }) =>
    /to ALARM/.test(item.HistorySummary),
  );
  expect(ringing.Timestamp).toEqual(new Date(start + 5 * MINUTE));
  expect(JSON.parse(ringing.HistoryData)).toMatchObject({
    oldState: { stateValue: 'OK' },
    newState: { stateValue: 'ALARM', stateReasonData: { threshold: 10, recentDatapoints: [50] } },
  });
});

test('three out of five datapoints ring, two do not', async () => {
  await put({ EvaluationPeriods: 5, DatapointsToAlarm: 3 });
  const start = world.clock.now().getTime();
  level = (instant) => ([10, 12, 14].includes((instant - start) / MINUTE) ? 50 : 1);
  expect(await stateAfter(13)).toBe('OK');
  expect(await stateAfter(2)).toBe('ALARM');
  expect(await stateAfter(1)).toBe('OK');
});

test.each([
  ['missing', 'INSUFFICIENT_DATA'],
  ['ignore', 'OK'],
  ['breaching', 'ALARM'],
  ['notBreaching', 'OK'],
])('an alarm that takes missing data as %s is %s when the data end', async (TreatMissingData, state) => {
  await put({ TreatMissingData });
  const start = world.clock.now().getTime();
  level = (instant) => (instant < start + 5 * MINUTE ? 1 : undefined);
  expect(await stateAfter(5)).toBe('OK');
  // Older datapoints make up for those that are missing, as long as there are any.
  expect(await stateAfter(2)).toBe('OK');
  expect(await stateAfter(1)).toBe(state);
});

test('an alarm on a metric of nobody stays without data', async () => {
  await put({ MetricName: 'Lvel' });
  expect(await stateAfter(10)).toBe('INSUFFICIENT_DATA');
});

test('one bad datapoint of a young metric does not ring an alarm that wants three', async () => {
  const start = world.clock.now().getTime();
  level = (instant) => (instant >= start ? 50 : undefined);
  await put({ EvaluationPeriods: 3 });
  expect(await stateAfter(2)).toBe('INSUFFICIENT_DATA');
  expect(await stateAfter(1)).toBe('ALARM');
});

test('a state that was set lasts until the next evaluation, and is told like any other', async () => {
  await put();
  await stateAfter(1);
  world.clock.advance(10_000);
  await ask('SetAlarmState', { AlarmName: 'level', StateValue: 'ALARM', StateReason: 'a drill' });
  expect(await read()).toMatchObject({ StateValue: 'ALARM', StateReason: 'a drill' });
  world.clock.advance(49_000);
  expect((await read()).StateValue).toBe('ALARM');
  world.clock.advance(1000);
  expect((await read()).StateValue).toBe('OK');
  expect(published().slice(1)).toEqual(['ALARM: "level" in us-east-1', 'OK: "level" in us-east-1']);
});

test('an alarm whose actions are off changes its state and tells nobody', async () => {
  await put();
  await ask('DisableAlarmActions', { AlarmNames: ['level', 'nobody'] });
  level = () => 50;
  expect(await stateAfter(2)).toBe('ALARM');
  expect(published()).toEqual([]);
  await ask('EnableAlarmActions', { AlarmNames: ['level'] });
  level = () => 1;
  await stateAfter(2);
  expect(published()).toEqual(['OK: "level" in us-east-1']);
});

test('an action on a topic that does not exist fails, and the history says so', async () => {
  await put({ AlarmActions: [`${TOPIC}-gone`] });
  level = () => 50;
  await stateAfter(2);
  expect((await history()).at(-1)).toBe(
    `Failed to execute action ${TOPIC}-gone. Received error: "Resource: ${TOPIC}-gone does not exist"`,
  );
});

test('metric math is evaluated like a metric', async () => {
  const { Namespace, MetricName, Dimensions, ...rest } = {
    Namespace: 'Test',
    MetricName: 'Level',
    Dimensions: [{ Name: 'Of', Value: 'tank' }],
    AlarmName: 'twice',
    EvaluationPeriods: 1,
    Threshold: 10,
    ComparisonOperator: 'GreaterThanThreshold',
  };
  const MetricStat = { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: 'Maximum' };
  const Metrics = [
    { Id: 'm', MetricStat, ReturnData: false },
    { Id: 'e', Expression: 'm * 2' },
  ];
  await ask('PutMetricAlarm', { ...rest, Metrics });
  level = () => 5;
  expect(await stateAfter(2, 'twice')).toBe('OK');
  level = () => 6;
  expect(await stateAfter(2, 'twice')).toBe('ALARM');
});

test('a composite alarm follows its children, and theirs follow it', async () => {
  await put();
  await put({ AlarmName: 'other', Threshold: 100 });
  await stateAfter(1);
  const rule = { AlarmName: 'both', AlarmRule: 'ALARM(level) AND NOT OK("other")', AlarmActions: [TOPIC] };
  await ask('PutCompositeAlarm', rule);
  await ask('PutCompositeAlarm', { AlarmName: 'above', AlarmRule: 'ALARM(both)' });
  expect(await stateAfter(1, 'both')).toBe('OK');
  level = () => 50;
  expect(await stateAfter(2, 'both')).toBe('OK');
  level = () => 500;
  expect(await stateAfter(2, 'both')).toBe('ALARM');
  expect((await read('above')).StateValue).toBe('ALARM');
  expect((await read('both')).StateReason).toMatch(
    /^arn:aws:cloudwatch:us-east-1:123456789012:alarm:other transitioned to ALARM at Monday 23 November, 2026 08:05:00 UTC$/,
  );
  expect(published()).toContain('ALARM: "both" in us-east-1');
});

test('a composite alarm that was set stays so until a child changes', async () => {
  await put();
  await stateAfter(1);
  await ask('PutCompositeAlarm', { AlarmName: 'up', AlarmRule: 'ALARM(level)' });
  await ask('SetAlarmState', { AlarmName: 'up', StateValue: 'ALARM', StateReason: 'a drill' });
  expect(await stateAfter(10, 'up')).toBe('ALARM');
  level = () => 50;
  await stateAfter(2);
  level = () => 1;
  expect(await stateAfter(3, 'up')).toBe('OK');
});

test('a composite alarm keeps its actions to itself while its suppressor rings', async () => {
  await put({ AlarmActions: [], OKActions: [] });
  await put({ AlarmName: 'maintenance', Threshold: 20, AlarmActions: [], OKActions: [] });
  const rule = { AlarmName: 'up', AlarmRule: 'ALARM(level)', AlarmActions: [TOPIC], ActionsSuppressor: 'maintenance' };
  await ask('PutCompositeAlarm', { ...rule, ActionsSuppressorWaitPeriod: 0, ActionsSuppressorExtensionPeriod: 0 });
  await ask('SetAlarmState', { AlarmName: 'maintenance', StateValue: 'ALARM', StateReason: 'work' });
  await ask('SetAlarmState', { AlarmName: 'level', StateValue: 'ALARM', StateReason: 'broken' });
  expect((await read('up')).StateValue).toBe('ALARM');
  expect(published()).toEqual([]);
});

test('the alarms that a newcomer finds stay as they are found while their data say nothing new', async () => {
  const before = await ask('DescribeAlarms', { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
  world.clock.advance(20 * MINUTE);
  expect(await ask('DescribeAlarms', { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })).toEqual(before);
});

test('a newcomer’s alarm rings when its metric does', async () => {
  const { metrics } = world.region(SANDBOX_ACCOUNT, SANDBOX_REGION);
  const found = (await read('production-alb-5xx')) satisfies MetricAlarm;
  const Dimensions = found.Dimensions ?? [];
  const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
  const named = { namespace: 'AWS/ApplicationELB', name: 'HTTPCode_ELB_5XX_Count', unit: 'Count', everySeconds: 60 };
  const start = world.clock.now().getTime();
  metrics.push({ ...named, dimensions, at: (instant) => (instant >= start ? 40 : 0) });
  expect(await stateAfter(6, 'production-alb-5xx')).toBe('ALARM');
});

test('an hour of evaluations costs less than a second', async () => {
  for (let index = 0; index < 20; index += 1) await put({ AlarmName: `a${index}`, EvaluationPeriods: 5 });
  const began = performance.now();
  world.clock.advance(60 * MINUTE);
  expect(performance.now() - began).toBeLessThan(1000);
});

test('two days later alarms are asleep, and up to date once they are asked', async () => {
  await put();
  world.clock.advance(2 * 24 * 60 * MINUTE);
  level = () => 50;
  expect(await stateAfter(2)).toBe('ALARM');
});
