import type {
  DescribeLogGroupsCommandOutput,
  DescribeLogStreamsCommandOutput,
  FilterLogEventsCommandOutput,
  GetLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_START } from '../../create.ts';
import { inProcessTransport } from '../../in-process.ts';
import { type LogEvent, logGroup } from '../../world/newcomer/logs.ts';

const REGION = 'ap-south-1';
const NOW = SANDBOX_START.getTime();
const world = createSandbox();
const place = { accountId: SANDBOX_ACCOUNT, region: REGION, start: SANDBOX_START };

function ask<O>(operation: string, input: object): Promise<O> {
  const transport = inProcessTransport(world, SANDBOX_ACCOUNT);
  return transport.send({ service: 'logs', operation, input, region: REGION }, () => undefined) as Promise<O>;
}

function filter(input: object): Promise<FilterLogEventsCommandOutput> {
  return ask('FilterLogEvents', { logGroupName: '/app', ...input });
}

function line(message: string, secondsAgo: number, logStreamName = 'a/1'): LogEvent {
  return { message, timestamp: NOW - secondsAgo * 1000, logStreamName };
}

beforeAll(() => {
  const { groups } = world.region(SANDBOX_ACCOUNT, REGION).logs;
  const noise = Array.from({ length: 2500 }, (_, index) => line(`INFO ${index}`, 5000 - index));
  const events = [...noise, line('ERROR one', 2), line('{"level":"error"}', 1, 'b/1')];
  groups.set('/app', logGroup(place, '/app', { events }));
  for (let index = 0; index < 51; index += 1) groups.set(`/bulk/${index}`, logGroup(place, `/bulk/${index}`));
});

test('E2.3 a page may be empty and still carry a token', async () => {
  const pages: FilterLogEventsCommandOutput[] = [];
  do {
    pages.push(await filter({ filterPattern: '?ERROR ?FATAL', nextToken: pages.at(-1)?.nextToken }));
  } while (pages.at(-1)?.nextToken !== undefined);
  expect(pages.map((page) => page.events?.length)).toEqual([0, 0, 1]);
  expect(pages[2]?.events?.[0]).toMatchObject({ message: 'ERROR one', logStreamName: 'a/1', timestamp: NOW - 2000 });
});

test('both ends of the time range are included, streams are chosen by name or prefix', async () => {
  const ends = await filter({ startTime: NOW - 2000, endTime: NOW - 1000 });
  expect(ends.events?.map((event) => event.message)).toEqual(['ERROR one', '{"level":"error"}']);
  expect((await filter({ startTime: NOW - 2000, logStreamNamePrefix: 'b/' })).events).toHaveLength(1);
  expect((await filter({ startTime: NOW - 2000, logStreamNames: ['a/1'] })).events).toHaveLength(1);
  expect((await filter({ startTime: NOW - 2000, filterPattern: '{ $.level = "error" }' })).events).toHaveLength(1);
});

test('a limit ends a page early, and no event comes twice', async () => {
  const first = await filter({ limit: 2 });
  const second = await filter({ limit: 2, nextToken: first.nextToken });
  const ids = [...(first.events ?? []), ...(second.events ?? [])].map((event) => event.eventId);
  expect(new Set(ids).size).toBe(4);
  expect(ids.every((id) => id?.length === 56)).toBe(true);
});

test.each([
  ['two ellipses', { filterPattern: '[a, ..., b=5*, ...]' }],
  ['a term with a colon', { filterPattern: 'level:error' }],
  ['10,001 events', { limit: 10_001 }],
  ['a made-up token', { nextToken: 'x' }],
  ['streams by name and by prefix', { logStreamNames: ['a'], logStreamNamePrefix: 'a' }],
  ['a name and an ARN', { logGroupIdentifier: '/app' }],
])('E2.2 FilterLogEvents refuses %s', async (_, input) => {
  await expect(filter(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('E2.1 a log group that is not there is an error', async () => {
  await expect(filter({ logGroupName: '/aws/elasticloadbalancing/x' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  });
});

test('lists groups 50 a page, by name, prefix or part', async () => {
  const list = (input: object) => ask<DescribeLogGroupsCommandOutput>('DescribeLogGroups', input);
  const first = await list({});
  expect(first.logGroups).toHaveLength(50);
  expect((await list({ nextToken: first.nextToken })).logGroups).toHaveLength(2);
  expect((await list({ logGroupNamePrefix: '/app' })).logGroups).toMatchObject([
    { logGroupName: '/app', metricFilterCount: 0 },
  ]);
  expect((await list({ logGroupNamePattern: 'BULK/5' })).logGroups).toHaveLength(2);
  await expect(list({ limit: 51 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(list({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

test('lists streams, and reads one forwards and backwards', async () => {
  const streams = await ask<DescribeLogStreamsCommandOutput>('DescribeLogStreams', {
    logGroupName: '/app',
    orderBy: 'LastEventTime',
    descending: true,
  });
  expect(streams.logStreams?.map((stream) => stream.logStreamName)).toEqual(['b/1', 'a/1']);
  const read = (input: object) =>
    ask<GetLogEventsCommandOutput>('GetLogEvents', { logGroupName: '/app', logStreamName: 'a/1', limit: 2, ...input });
  const tail = await read({});
  expect(tail.events?.map((event) => event.message)).toEqual(['INFO 2499', 'ERROR one']);
  const end = await read({ nextToken: tail.nextForwardToken });
  expect(end.events).toEqual([]);
  expect(end.nextForwardToken).toBe(tail.nextForwardToken);
  const back = await read({ nextToken: tail.nextBackwardToken });
  expect(back.events?.map((event) => event.message)).toEqual(['INFO 2497', 'INFO 2498']);
  expect((await read({ startFromHead: true })).events?.[0]?.message).toBe('INFO 0');
});
