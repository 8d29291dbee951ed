import type {
  GetMetricDataCommandOutput,
  GetMetricStatisticsCommandOutput,
  ListMetricsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { beforeEach, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_START } from '../../create.ts';
import { inProcessTransport } from '../../in-process.ts';
import type { MetricSeries } from '../../world/metrics.ts';
import type { World } from '../../world/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = SANDBOX_START.getTime();
const REGION = 'ap-southeast-2';

let world: World;
let metrics: MetricSeries[];

beforeEach(() => {
  world = createSandbox();
  metrics = world.region(SANDBOX_ACCOUNT, REGION).metrics;
  metrics.length = 0;
});

function ask<O>(operation: string, input: object): Promise<O> {
  const transport = inProcessTransport(world, SANDBOX_ACCOUNT);
  return transport.send({ service: 'cloudwatch', operation, input, region: REGION }, () => undefined) as Promise<O>;
}

function push(name: string, at: MetricSeries['at'], more: Partial<MetricSeries> = {}): void {
  metrics.push({ namespace: 'AWS/Test', name, dimensions: { Id: 'a' }, unit: 'Count', everySeconds: 60, at, ...more });
}

function query(name: string, Stat: string, Period: number, Dimensions = [{ Name: 'Id', Value: 'a' }]) {
  return { Id: 'm', MetricStat: { Metric: { Namespace: 'AWS/Test', MetricName: name, Dimensions }, Stat, Period } };
}

function data(queries: readonly object[], range: { from: number; to: number }, more: object = {}) {
  return ask<GetMetricDataCommandOutput>('GetMetricData', {
    MetricDataQueries: queries,
    StartTime: new Date(range.from),
    EndTime: new Date(range.to),
    ScanBy: 'TimestampAscending',
    ...more,
  });
}

const hour = { from: NOW - HOUR, to: NOW };

test.each([
  ['Average', 2],
  ['Sum', 10],
  ['Minimum', 0],
  ['Maximum', 4],
  ['SampleCount', 5],
  ['p50', 2],
  ['p90', 3.6],
])('%s is taken over the samples of each period', async (stat, expected) => {
  push('Steps', (at) => (at / MINUTE) % 5);
  const { MetricDataResults: [result] = [] } = await data([query('Steps', stat, 300)], hour);
  expect(result?.Values).toHaveLength(12);
  expect(result?.Values?.[0]).toBeCloseTo(expected);
});

test('the start is included, the end is not, and nothing comes from the future', async () => {
  push('One', () => 1);
  const { MetricDataResults: [past] = [] } = await data([query('One', 'Sum', 60)], { from: NOW - 2 * MINUTE, to: NOW });
  expect(past?.Timestamps).toEqual([new Date(NOW - 2 * MINUTE), new Date(NOW - MINUTE)]);
  const { MetricDataResults: [ahead] = [] } = await data([query('One', 'Sum', 60)], {
    from: NOW - MINUTE,
    to: NOW + HOUR,
  });
  expect(ahead?.Values).toEqual([1]);
});

test('a gap in the samples is a gap in the datapoints, not a zero', async () => {
  push('Gappy', (at) => (at < NOW - 30 * MINUTE ? undefined : 7));
  const { MetricDataResults: [result] = [] } = await data([query('Gappy', 'Average', 600)], hour);
  expect(result?.Values).toEqual([7, 7, 7]);
});

test('a metric that nobody publishes has no values, and that is complete', async () => {
  push('One', () => 1);
  const { MetricDataResults } = await data(
    [query('Unheard', 'Sum', 60), { ...query('One', 'Sum', 60, []), Id: 'n' }],
    hour,
  );
  expect(MetricDataResults).toEqual([
    { Id: 'm', Label: 'Unheard', Timestamps: [], Values: [], StatusCode: 'Complete' },
    { Id: 'n', Label: 'One', Timestamps: [], Values: [], StatusCode: 'Complete' },
  ]);
});

test('newest first unless asked otherwise, page after page', async () => {
  push('Clock', (at) => (at - NOW) / MINUTE);
  const first = await data([query('Clock', 'Sum', 60)], hour, { ScanBy: undefined, MaxDatapoints: 40 });
  expect(first.MetricDataResults?.[0]).toMatchObject({ StatusCode: 'PartialData' });
  expect(first.MetricDataResults?.[0]?.Values?.slice(0, 2)).toEqual([-1, -2]);
  const second = await data([query('Clock', 'Sum', 60)], hour, { ScanBy: undefined, NextToken: first.NextToken });
  expect(second.MetricDataResults?.[0]?.Values?.[0]).toBe(-41);
  expect(second.MetricDataResults?.[0]?.Values).toHaveLength(20);
  expect(second.NextToken).toBeUndefined();
});

test('a page ends at 100,800 datapoints, within one metric or between two', async () => {
  push('One', () => 1, { everySeconds: 60 });
  const queries = Array.from({ length: 6 }, (_, index) => ({ ...query('One', 'Sum', 60), Id: `m${index}` }));
  const range = { from: NOW - 14 * DAY, to: NOW };
  const counts: number[] = [];
  let values = 0;
  let NextToken: string | undefined;
  do {
    const page = await data(queries, range, { NextToken });
    const count = page.MetricDataResults?.reduce((sum, result) => sum + (result.Values?.length ?? 0), 0) ?? 0;
    counts.push(count);
    values += count;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(counts).toEqual([100_800, 20_160]);
  expect(values).toBe(6 * 14 * 1440);
});

test('a minute resolution is gone after 15 days, five minutes after 63', async () => {
  push('One', () => 1);
  const range = { from: NOW - 30 * DAY, to: NOW };
  const fine = await data([query('One', 'Sum', 60)], range);
  expect(fine.MetricDataResults?.[0]?.Timestamps?.[0]).toEqual(new Date(NOW - 15 * DAY));
  const coarse = await data([query('One', 'Sum', 300)], range);
  expect(coarse.MetricDataResults?.[0]?.Timestamps?.[0]).toEqual(new Date(NOW - 30 * DAY));
});

test.each([
  ['501 queries', Array.from({ length: 501 }, (_, index) => ({ ...query('One', 'Sum', 60), Id: `m${index}` }))],
  ['two queries of one id', [query('One', 'Sum', 60), query('One', 'Sum', 60)]],
  ['an id that does not begin with a small letter', [{ ...query('One', 'Sum', 60), Id: 'M1' }]],
  ['a period of 90 seconds', [query('One', 'Sum', 90)]],
  ['a statistic that is two', [query('One', 'Maximum,Average', 60)]],
  ['no query', []],
])('refuses %s', async (_, queries) => {
  await expect(data(queries, hour)).rejects.toMatchObject({ name: 'ValidationError' });
});

test('does the arithmetic of metric math over its own queries', async () => {
  push('Errors', () => 5);
  push('Requests', (at) => (at >= NOW - 30 * MINUTE ? 200 : 0));
  const queries = [
    { ...query('Errors', 'Sum', 600), Id: 'e', ReturnData: false },
    { ...query('Requests', 'Sum', 600), Id: 'r', ReturnData: false },
    { Id: 'rate', Expression: '100 * e / FILL(r, 0)', Label: 'Error rate' },
  ];
  const { MetricDataResults } = await data(queries, hour);
  expect(MetricDataResults).toHaveLength(1);
  expect(MetricDataResults?.[0]).toMatchObject({ Label: 'Error rate', Values: [2.5, 2.5, 2.5] });
  await expect(data([{ Id: 'x', Expression: 'SEARCH(nothing)' }], hour)).rejects.toMatchObject({
    name: 'ValidationError',
  });
});

test('thirty days of five-minute samples of sixty metrics come quickly', async () => {
  const queries = Array.from({ length: 60 }, (_, index) => {
    push(`M${index}`, (at) => index + (at % DAY) / DAY, { everySeconds: 300 });
    return { ...query(`M${index}`, 'Average', 3600), Id: `m${index}` };
  });
  const started = performance.now();
  const { MetricDataResults, NextToken } = await data(queries, { from: NOW - 30 * DAY, to: NOW });
  expect(performance.now() - started).toBeLessThan(1000);
  expect(NextToken).toBeUndefined();
  expect(MetricDataResults?.every((result) => result.Values?.length === 720)).toBe(true);
});

function statistics(more: object) {
  return ask<GetMetricStatisticsCommandOutput>('GetMetricStatistics', {
    Namespace: 'AWS/Test',
    MetricName: 'Steps',
    Dimensions: [{ Name: 'Id', Value: 'a' }],
    StartTime: new Date(NOW - HOUR),
    EndTime: new Date(NOW),
    Period: 300,
    Statistics: ['Average', 'Maximum'],
    ...more,
  });
}

test('E7.2 GetMetricStatistics gives its datapoints in no order', async () => {
  push('Steps', (at) => (at / MINUTE) % 5);
  const { Datapoints = [] } = await statistics({});
  expect(Datapoints).toHaveLength(12);
  expect(Datapoints[0]).toMatchObject({ Average: 2, Maximum: 4, Unit: 'Count' });
  const times = Datapoints.map((point) => point.Timestamp?.getTime() ?? 0);
  expect(times).not.toEqual(times.toSorted((a, b) => a - b));
});

test('E7.1 `Maximum,Average` is one value, and refused', async () => {
  await expect(statistics({ Statistics: ['Maximum,Average'] })).rejects.toMatchObject({ name: 'ValidationError' });
});

test.each([
  ['more than 1,440 datapoints', { StartTime: new Date(NOW - 6 * DAY) }, 'InvalidParameterCombination'],
  ['no statistic at all', { Statistics: undefined }, 'InvalidParameterCombination'],
  ['both kinds of statistic', { ExtendedStatistics: ['p99'] }, 'InvalidParameterCombination'],
  ['an end before the start', { EndTime: new Date(NOW - DAY) }, 'InvalidParameterCombination'],
  ['a period of 7 seconds', { Period: 7 }, 'InvalidParameterValue'],
])('GetMetricStatistics refuses %s', async (_, more, code) => {
  await expect(statistics(more)).rejects.toMatchObject({ name: code });
});

test('percentiles of GetMetricStatistics stand apart', async () => {
  push('Steps', (at) => (at / MINUTE) % 5);
  const { Datapoints } = await statistics({ Statistics: undefined, ExtendedStatistics: ['p50', 'p100'] });
  expect(Datapoints?.[0]?.ExtendedStatistics).toEqual({ p50: 2, p100: 4 });
});

test('lists the metrics that have had data within two weeks, 500 a page', async () => {
  for (let index = 0; index < 501; index += 1) push('Live', () => 1, { dimensions: { Id: `${index}`, Kind: 'x' } });
  push('Dead', (at) => (at < NOW - 15 * DAY ? 1 : undefined));
  push('Quiet', (at) => (at < NOW - DAY ? 1 : undefined));
  const list = (input: object) => ask<ListMetricsCommandOutput>('ListMetrics', { Namespace: 'AWS/Test', ...input });
  const first = await list({});
  expect(first.Metrics).toHaveLength(500);
  const second = await list({ NextToken: first.NextToken });
  expect(second.Metrics?.map((metric) => metric.MetricName)).toEqual(['Live', 'Quiet']);
  expect((await list({ MetricName: 'Quiet', RecentlyActive: 'PT3H' })).Metrics).toEqual([]);
  const filtered = await list({ Dimensions: [{ Name: 'Kind' }, { Name: 'Id', Value: '7' }] });
  expect(filtered.Metrics).toHaveLength(1);
});
