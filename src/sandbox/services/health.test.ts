import type { DescribeEventsCommandOutput } from '@aws-sdk/client-health';
import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../create.ts';
import { inProcessTransport } from '../in-process.ts';

function sandbox({ support }: { support: 'none' | 'business' }) {
  const world = createSandbox();
  world.account(SANDBOX_ACCOUNT).health.support = support;
  const transport = inProcessTransport(world, SANDBOX_ACCOUNT);
  return <O>(operation: string, input: object = {}, service = 'health') =>
    transport.send({ service, operation, input, region: 'us-east-1' }, () => undefined) as Promise<O>;
}

test.each(['DescribeEvents', 'DescribeEventDetails', 'DescribeAffectedEntities'])(
  'E1.1 %s is refused to an account without a support plan',
  async (operation) => {
    const ask = sandbox({ support: 'none' });
    const input = { eventArns: ['arn:aws:health:us-east-1::event/x'], filter: { eventArns: ['x'] } };
    await expect(ask(operation, input)).rejects.toMatchObject({ name: 'SubscriptionRequiredException', status: 400 });
  },
);

test('E1.1 the public feed needs no plan: an open event, in another region', async () => {
  const ask = sandbox({ support: 'none' });
  expect(await ask('PublicEvents', {}, 'feed')).toMatchObject({
    events: [{ status: '2', service: 'ec2-eu-central-1', region_name: 'Frankfurt' }],
  });
});

test('with a plan, events are filtered, told in detail and named by what they affect', async () => {
  const ask = sandbox({ support: 'business' });
  const events = (filter: object) => ask<DescribeEventsCommandOutput>('DescribeEvents', { filter });
  expect((await events({})).events).toHaveLength(3);
  expect((await events({ regions: ['us-east-1'], eventStatusCodes: ['open'] })).events).toEqual([]);
  const { events: open = [] } = await events({ eventStatusCodes: ['open'], eventTypeCategories: ['issue'] });
  expect(open.map((event) => event.region)).toEqual(['eu-central-1']);
  expect((await events({ startTimes: [{ from: new Date('2026-11-23T00:00:00Z') }] })).events).toHaveLength(2);
  const arn = open[0]?.arn ?? '';
  expect(await ask('DescribeEventDetails', { eventArns: [arn, 'arn:none'] })).toMatchObject({
    successfulSet: [{ event: { arn } }],
    failedSet: [{ eventArn: 'arn:none' }],
  });
  const { events: upcoming = [] } = await events({ eventStatusCodes: ['upcoming'] });
  expect(await ask('DescribeAffectedEntities', { filter: { eventArns: [upcoming[0]?.arn] } })).toMatchObject({
    entities: [{ statusCode: 'PENDING' }],
  });
});

test('refuses eleven ARNs, a page of nine and a made-up token', async () => {
  const ask = sandbox({ support: 'business' });
  const eleven = Array.from({ length: 11 }, (_, index) => `arn:${index}`);
  await expect(ask('DescribeEventDetails', { eventArns: eleven })).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await expect(ask('DescribeEvents', { maxResults: 9 })).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(ask('DescribeEvents', { nextToken: 'made-up' })).rejects.toMatchObject({
    name: 'InvalidPaginationToken',
  });
});

test('Compute Optimizer recommends only to those who have opted in', async () => {
  const world = createSandbox();
  const transport = inProcessTransport(world, SANDBOX_ACCOUNT);
  const ask = (operation: string, input: object = {}) =>
    transport.send({ service: 'compute-optimizer', operation, input, region: 'us-east-1' }, () => undefined);
  expect(await ask('GetEnrollmentStatus')).toMatchObject({ status: 'Active' });
  expect(
    await ask('GetEC2InstanceRecommendations', { filters: [{ name: 'Finding', values: ['Overprovisioned'] }] }),
  ).toMatchObject({ instanceRecommendations: [{ instanceName: 'build-agent' }] });
  world.region(SANDBOX_ACCOUNT, 'us-east-1').computeOptimizer.status = 'Inactive';
  await expect(ask('GetEC2InstanceRecommendations')).rejects.toMatchObject({ name: 'OptInRequiredException' });
});
