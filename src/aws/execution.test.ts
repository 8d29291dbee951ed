import { expect, test } from 'vitest';
import { ACCOUNT, answering, awsError, testTiming } from '../../test/answers.ts';
import { createExecution } from './execution.ts';
import { AwsFault } from './fault.ts';
import type { Call } from './service.ts';
import type { Transport } from './transport.ts';

const account = (transport: Transport) => ({ id: ACCOUNT, partition: 'aws', transport });

/** A transport that fails as told, one entry a request, and answers afterwards. */
function failing(...errors: readonly Error[]): Transport & { readonly sent: Call[] } {
  const sent: Call[] = [];
  return {
    sent,
    async send(call, onRequest) {
      onRequest();
      sent.push(call);
      const error = errors[sent.length - 1];
      if (error) throw error;
      return { fine: true };
    },
  };
}

test('equal reads are sent once, whoever asks and however the input is ordered', async () => {
  const transport = answering({ 'ec2:DescribeVpcs': { Vpcs: [] } });
  const execution = createExecution(testTiming());
  const one = execution.open(account(transport), 'us-east-1');
  const other = execution.open(account(transport), 'us-east-1');
  await Promise.all([
    one.read('ec2', 'DescribeVpcs', { MaxResults: 5, VpcIds: ['a'] }),
    other.read('ec2', 'DescribeVpcs', { VpcIds: ['a'], MaxResults: 5 }),
  ]);
  await one.read('ec2', 'DescribeVpcs', { MaxResults: 5, VpcIds: ['a'] });
  expect(execution.record()).toEqual({ calls: 1, retries: 0, throttles: 0, byOperation: { 'ec2:DescribeVpcs': 1 } });
});

test('another region is another read, and a global service is asked in its home region', async () => {
  const transport = answering({ 'ec2:DescribeVpcs': {}, 'iam:GetAccountSummary': {} });
  const aws = createExecution(testTiming()).open(account(transport), 'eu-west-1');
  await aws.read('ec2', 'DescribeVpcs', {});
  await aws.inRegion('us-west-2').read('ec2', 'DescribeVpcs', {});
  await aws.read('iam', 'GetAccountSummary', {});
  expect(transport.asked.map(({ region }) => region)).toEqual(['eu-west-1', 'us-west-2', 'us-east-1']);
});

test('what every region answers alike is asked once for an account, whatever was closed in between', async () => {
  const transport = answering({ 's3:ListBuckets': {}, 'health:DescribeEvents': {}, 'ec2:DescribeVpcs': {} });
  const execution = createExecution(testTiming());
  for (const region of ['us-east-1', 'eu-west-1']) {
    const aws = execution.open(account(transport), region);
    await aws.read('s3', 'ListBuckets', {});
    await aws.read('health', 'DescribeEvents', {});
    await aws.read('ec2', 'DescribeVpcs', {});
    execution.close(account(transport), region);
  }
  expect(execution.record().byOperation).toEqual({
    'ec2:DescribeVpcs': 2,
    'health:DescribeEvents': 1,
    's3:ListBuckets': 1,
  });
});

test('a throttled read is tried again, and the result says how often', async () => {
  const throttled = awsError('ThrottlingException', 'Rate exceeded');
  const transport = failing(throttled, throttled);
  const execution = createExecution(testTiming());
  await execution.open(account(transport), 'us-east-1').read('rds', 'DescribeDBInstances', {});
  expect(execution.record()).toMatchObject({ calls: 3, retries: 2, throttles: 2 });
});

test('throttled without end, a read gives up as a fact', async () => {
  const transport = failing(...Array.from({ length: 50 }, () => awsError('Throttling', 'Rate exceeded')));
  const aws = createExecution(testTiming()).open(account(transport), 'us-east-1');
  await expect(aws.read('rds', 'DescribeDBInstances', {})).rejects.toMatchObject({ facts: { kind: 'throttled' } });
  expect(transport.sent).toHaveLength(8);
});

test('what asking again cannot change is asked once', async () => {
  const transport = failing(awsError('AccessDenied', 'no', 403));
  const aws = createExecution(testTiming()).open(account(transport), 'us-east-1');
  await expect(aws.read('iam', 'ListUsers', {})).rejects.toBeInstanceOf(AwsFault);
  expect(transport.sent).toHaveLength(1);
});

test('credentials that expire half-way: asked for anew once, then nothing more is sent for that account', async () => {
  const expired = awsError('ExpiredTokenException', 'expired', 403);
  let renewed = 0;
  const transport = { ...failing(expired, expired), renew: () => (renewed += 1) };
  const execution = createExecution(testTiming());
  const aws = execution.open(account(transport), 'us-east-1');
  await expect(aws.read('ecs', 'ListClusters', {})).rejects.toMatchObject({ facts: { kind: 'credentials-expired' } });
  await expect(aws.read('rds', 'DescribeDBInstances', {})).rejects.toMatchObject({
    facts: { kind: 'credentials-expired', operation: 'rds:DescribeDBInstances' },
  });
  expect(renewed).toBe(1);
  expect(execution.record().calls).toBe(2);
});

test('a session renewed in time loses nothing', async () => {
  const transport = { ...failing(awsError('ExpiredToken', 'expired', 403)), renew: () => undefined };
  const aws = createExecution(testTiming()).open(account(transport), 'us-east-1');
  await expect(aws.read('ecs', 'ListClusters', {})).resolves.toEqual({ fine: true });
});

test('when the execution has ended nothing more is sent: the record counts all there will be', async () => {
  const transport = failing(...Array.from({ length: 9 }, () => awsError('InternalFailure', 'oops', 500)));
  const execution = createExecution(testTiming());
  const asked = execution.open(account(transport), 'us-east-1').read('rds', 'DescribeDBInstances', {});
  await Promise.resolve();
  const { calls } = execution.end();
  await expect(asked).rejects.toBeInstanceOf(AwsFault);
  expect(transport.sent).toHaveLength(calls);
});

test('a read past its deadline is a fact, and the others are not held up', async () => {
  const never: Transport = { send: () => new Promise(() => undefined) };
  const aws = createExecution(testTiming()).open(account(never), 'us-east-1').within(2000);
  await expect(aws.read('ecs', 'ListClusters', {})).rejects.toMatchObject({ facts: { kind: 'deadline' } });
});

test('AWS is waited for as long as it asks', async () => {
  const busy = Object.assign(awsError('ThrottlingException'), { $response: { headers: { 'retry-after': '7' } } });
  const timing = testTiming();
  const aws = createExecution(timing).open(account(failing(busy)), 'us-east-1');
  await aws.read('ce', 'GetCostAndUsage', {});
  expect(timing.now()).toBeGreaterThanOrEqual(7000);
});

test('at most as many requests are under way as the service is allowed', async () => {
  let underWay = 0;
  let most = 0;
  const slow: Transport = {
    async send() {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return {};
    },
  };
  const aws = createExecution(testTiming()).open(account(slow), 'us-east-1');
  await Promise.all(
    Array.from({ length: 200 }, (_, index) => aws.read('iam', 'ListAccessKeys', { UserName: `u${index}` })),
  );
  expect(most).toBe(20);
});
