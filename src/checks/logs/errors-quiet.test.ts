import { expect, test } from 'vitest';
import { answering, awsError, judge, lines, NOW } from '../../../test/answers.ts';
import { errorsQuiet } from './errors-quiet.ts';

const GROUP = '/aws/application/orders';
const discovered = { 'logs:DescribeLogGroups': { logGroups: [{ logGroupName: GROUP }] } };
const MINUTE = 60_000;

function event(message: string, minutesAgo: number, eventId = `${minutesAgo} ${message}`) {
  return { eventId, message, timestamp: NOW.getTime() - minutesAgo * MINUTE, logStreamName: 's' };
}

function settings(values: object) {
  return { overrides: { 'logs-errors-quiet': { enabled: true, settings: { ...values } } } };
}

test('E2.3 counts errors, says when first and last, and groups what is alike', async () => {
  const findings = await judge(errorsQuiet, {
    ...discovered,
    'logs:FilterLogEvents': {
      events: [
        event('ERROR payment failed id=2', 1),
        event('ERROR payment failed id=1', 20),
        event('java.lang.NullPointerException: x', 10),
      ],
    },
  });
  expect(lines(findings)).toEqual([
    `${GROUP}: fail medium: ${GROUP} has 3 errors in the last hour, most often (2) “ERROR payment failed id=<number>”.`,
  ]);
  expect(findings[0]?.evidence).toMatchObject({
    count: 3,
    first: '2026-11-23T07:40:00.000Z',
    last: '2026-11-23T07:59:00.000Z',
    groups: [{ count: 2, sample: 'ERROR payment failed id=2' }, { count: 1 }],
  });
});

test('E2.3 a JSON event of level error counts, in small letters too, and one request finds both', async () => {
  const transport = answering({
    ...discovered,
    'logs:FilterLogEvents': {
      events: [
        event('{"level":"error","msg":"json lower-case error"}', 5),
        event('{"level":"Fatal","msg":"gone"}', 6),
        event('{"level":"info","msg":"fine","error":null}', 7),
        event('WARN slow; no ERRORS? just slow', 8),
      ],
    },
  });
  const findings = await judge(errorsQuiet, transport);
  expect(findings[0]?.evidence).toMatchObject({ count: 2, setAside: 2 });
  const [, search] = transport.asked;
  expect(transport.asked).toHaveLength(2);
  expect(search?.input).toMatchObject({ logGroupName: GROUP });
  expect(Reflect.get(search?.input ?? {}, 'filterPattern')).toMatch(
    /^\?ERROR \?FATAL \?Exception \?"\\"level\\":\\"error\\"" /,
  );
});

test('E2.3 a pattern of another form is asked for by itself, and levels beside it', async () => {
  const transport = answering({
    ...discovered,
    'logs:FilterLogEvents': ({ filterPattern }: { filterPattern: string }) => ({
      events: filterPattern.startsWith('{')
        ? [event('{"status":503}', 3), event('{"status":503,"level":"error"}', 4, 'same')]
        : [event('{"status":503,"level":"error"}', 4, 'same')],
    }),
  });
  const findings = await judge(errorsQuiet, transport, settings({ pattern: '{ $.status >= 500 }' }));
  expect(findings[0]?.evidence).toMatchObject({ count: 2, requests: 2 });
});

test('E2.3 follows the token through empty pages to the end', async () => {
  const pages: Record<string, object> = {
    start: { events: [], nextToken: 'a' },
    a: { events: [], nextToken: 'b' },
    b: { events: [event('ERROR at last', 1)], nextToken: 'c' },
    c: { events: [] },
  };
  const transport = answering({
    ...discovered,
    'logs:FilterLogEvents': ({ nextToken = 'start' }: { nextToken?: string }) => pages[nextToken] ?? {},
  });
  const findings = await judge(errorsQuiet, transport);
  expect(findings[0]?.evidence).toMatchObject({ count: 1, requests: 4, complete: true });
});

test('E2.3 three thousand errors are counted, not printed', async () => {
  const events = Array.from({ length: 3000 }, (_, index) => event(`ERROR bulk ${index}`, (index % 59) + 1));
  const findings = await judge(errorsQuiet, { ...discovered, 'logs:FilterLogEvents': { events } });
  expect(lines(findings)).toEqual([
    `${GROUP}: fail medium: ${GROUP} has 3000 errors in the last hour, most often (3000) “ERROR bulk <number>”.`,
  ]);
  expect(JSON.stringify(findings[0]?.evidence).length).toBeLessThan(1000);
});

test('the limit of a search is said, and what was not searched is never quiet', async () => {
  const endless = (message: string) => ({
    ...discovered,
    'logs:FilterLogEvents': ({ nextToken = '0' }: { nextToken?: string }) => ({
      events: [event(message, 1, nextToken)],
      nextToken: String(Number(nextToken) + 1),
    }),
  });
  const found = await judge(errorsQuiet, endless('ERROR x'), settings({ mostEvents: 3 }));
  expect(lines(found)).toEqual([
    `${GROUP}: fail medium: ${GROUP} has at least 3 errors in the last hour, most often (3) “ERROR x”; the search was ended after 3 requests.`,
  ]);
  const none = await judge(errorsQuiet, endless('0 ERRORS'), settings({ mostRequests: 2 }));
  expect(lines(none)).toEqual([
    `${GROUP}: unknown: ${GROUP} has no error in the part of the last hour that was searched; the search was ended after 2 requests.`,
  ]);
});

test('E2.3 above the volume that is read, Logs Insights counts them all', async () => {
  const polls: unknown[] = [];
  const transport = answering({
    ...discovered,
    'logs:FilterLogEvents': ({ nextToken = '0' }: { nextToken?: string }) => ({
      events: [event('ERROR x', 1, nextToken)],
      nextToken: String(Number(nextToken) + 1),
    }),
    'logs:StartQuery': { queryId: 'q-1' },
    'logs:GetQueryResults': (input: object) =>
      polls.push(input) < 3
        ? { status: 'Running' }
        : { status: 'Complete', results: [[{ field: 'matches', value: '48210' }]] },
  });
  const found = await judge(errorsQuiet, transport, settings({ mostEvents: 3 }));
  expect(lines(found)).toEqual([
    `${GROUP}: fail medium: ${GROUP} has 48210 errors in the last hour, most often (3) “ERROR x”; the first 3 were read, Logs Insights counted them all.`,
  ]);
  expect(found[0]?.evidence).toMatchObject({ count: 48210, read: 3, countedBy: 'Logs Insights' });
  const asked = transport.asked.find(({ operation }) => operation === 'StartQuery')?.input;
  expect(asked).toMatchObject({ logGroupName: GROUP, queryString: expect.stringContaining('ERROR|FATAL|Exception|') });
});

test('Logs Insights that finds nothing settles a search that was cut; one that is refused settles nothing', async () => {
  const cut = {
    ...discovered,
    'logs:FilterLogEvents': ({ nextToken = '0' }: { nextToken?: string }) => ({
      events: [],
      nextToken: String(Number(nextToken) + 1),
    }),
    'logs:StartQuery': { queryId: 'q-1' },
  } as const;
  const limits = settings({ mostRequests: 2 });
  const none = await judge(
    errorsQuiet,
    { ...cut, 'logs:GetQueryResults': { status: 'Complete', results: [] } },
    limits,
  );
  expect(lines(none)).toEqual([`${GROUP}: pass: ${GROUP} has no error in the last hour, counted by Logs Insights.`]);
  const denied = { ...cut, 'logs:StartQuery': () => awsError('AccessDeniedException', 'no', 400) };
  expect((await judge(errorsQuiet, denied, limits))[0]?.status).toBe('unknown');
  const failed = { ...cut, 'logs:GetQueryResults': { status: 'Failed' } };
  expect((await judge(errorsQuiet, failed, limits))[0]?.status).toBe('unknown');
});

test('G7 the hour is reckoned from the instant, half-open, in milliseconds', async () => {
  const transport = answering({ ...discovered, 'logs:FilterLogEvents': { events: [] } });
  const findings = await judge(errorsQuiet, transport, { now: new Date('2026-11-23T00:30:00.000Z') });
  expect(transport.asked[1]?.input).toMatchObject({
    startTime: Date.UTC(2026, 10, 22, 23, 30),
    endTime: Date.UTC(2026, 10, 23, 0, 30) - 1,
  });
  expect(lines(findings)).toEqual([`${GROUP}: pass: ${GROUP} has no error in the last hour.`]);
});

test('E2.1 a configured group that does not exist is said so, and the others are judged all the same', async () => {
  const transport = answering({
    'logs:FilterLogEvents': ({ logGroupName }: { logGroupName: string }) =>
      logGroupName === '/gone'
        ? awsError('ResourceNotFoundException', 'The specified log group does not exist.')
        : { events: [] },
  });
  const findings = await judge(errorsQuiet, transport, settings({ logGroups: ['/gone', '/there'] }));
  expect(lines(findings)).toEqual([
    '/gone: unknown: ResourceNotFoundException: logs:FilterLogEvents: The specified log group does not exist.',
    '/there: pass: /there has no error in the last hour.',
  ]);
});

test('as many errors as the threshold pass, one more fails', async () => {
  const answers = { ...discovered, 'logs:FilterLogEvents': { events: [event('ERROR a', 1), event('ERROR b', 2)] } };
  expect(lines(await judge(errorsQuiet, answers, settings({ threshold: 2, hours: 6 })))).toEqual([
    `${GROUP}: pass: ${GROUP} has 2 errors, within the threshold of 2, in the last 6 hours.`,
  ]);
  expect((await judge(errorsQuiet, answers, settings({ threshold: 1 })))[0]?.status).toBe('fail');
});
