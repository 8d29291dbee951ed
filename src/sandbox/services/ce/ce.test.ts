import type {
  GetCostAndUsageCommandOutput,
  GetReservationPurchaseRecommendationCommandOutput,
} from '@aws-sdk/client-cost-explorer';
import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../../create.ts';
import { inProcessTransport } from '../../in-process.ts';
import { billedService } from '../../world/newcomer/ce.ts';
import type { World } from '../../world/world.ts';

function ask<O>(operation: string, input: object, world: World = createSandbox()): Promise<O> {
  const transport = inProcessTransport(world, SANDBOX_ACCOUNT);
  return transport.send({ service: 'ce', operation, input, region: 'us-east-1' }, () => undefined) as Promise<O>;
}

function costs(more: object, world?: World): Promise<GetCostAndUsageCommandOutput> {
  return ask(
    'GetCostAndUsage',
    {
      TimePeriod: { Start: '2026-11-08', End: '2026-11-23' },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost'],
      GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
      ...more,
    },
    world,
  );
}

test('gives fifteen days of eight services, amounts as text, the open month as an estimate', async () => {
  const { ResultsByTime: days = [] } = await costs({});
  expect(days).toHaveLength(15);
  expect(days.every(({ Groups, Estimated }) => Groups?.length === 8 && Estimated)).toBe(true);
  expect(days.at(-1)?.TimePeriod).toEqual({ Start: '2026-11-22', End: '2026-11-23' });
  expect(days[0]?.Groups?.[0]?.Metrics?.['UnblendedCost']?.Amount).toMatch(/^\d+\.\d{10}$/);
  const october = await costs({ TimePeriod: { Start: '2026-10-30', End: '2026-11-02' } });
  expect(october.ResultsByTime?.map(({ Estimated }) => Estimated)).toEqual([false, false, true]);
});

test('a month is the sum of its days, and a total the sum of its groups', async () => {
  const sum = (answer: GetCostAndUsageCommandOutput) =>
    (answer.ResultsByTime ?? []).reduce((total, day) => total + Number(day.Total?.['UnblendedCost']?.Amount), 0);
  const TimePeriod = { Start: '2026-09-01', End: '2026-11-01' };
  const daily = await costs({ TimePeriod, GroupBy: undefined });
  const monthly = await costs({ TimePeriod, GroupBy: undefined, Granularity: 'MONTHLY' });
  expect(monthly.ResultsByTime).toHaveLength(2);
  expect(sum(monthly)).toBeCloseTo(sum(daily), 4);
  const one = await costs({
    TimePeriod,
    GroupBy: undefined,
    Filter: { Dimensions: { Key: 'SERVICE', Values: ['AWS Lambda'] } },
  });
  expect(sum(one)).toBeLessThan(sum(daily) / 20);
});

test('pages whole days when there are many groups', async () => {
  const world = createSandbox();
  for (let index = 0; index < 400; index += 1)
    world.account(SANDBOX_ACCOUNT).ce.services.push(billedService(`s${index}`, `Service ${index}`, 1));
  const first = await costs({}, world);
  expect(first.ResultsByTime).toHaveLength(2);
  const second = await costs({ NextPageToken: first.NextPageToken }, world);
  expect(second.ResultsByTime?.[0]?.TimePeriod?.Start).toBe('2026-11-10');
});

test.each([
  ['a start after the end', { TimePeriod: { Start: '2026-11-23', End: '2026-11-23' } }, 'ValidationException'],
  ['a date with an hour', { TimePeriod: { Start: '2026-11-22T00:00:00Z', End: '2026-11-23' } }, 'ValidationException'],
  ['no metric', { Metrics: [] }, 'ValidationException'],
  ['a metric that is none', { Metrics: ['UnblendedCosts'] }, 'ValidationException'],
  [
    'days before there were any',
    { TimePeriod: { Start: '2020-01-01', End: '2020-02-01' } },
    'DataUnavailableException',
  ],
  ['a token that it never gave', { NextPageToken: 'x' }, 'InvalidNextTokenException'],
])('refuses %s', async (_, more, code) => {
  await expect(costs(more)).rejects.toMatchObject({ name: code });
});

test('E8.5 reservations go by long names: EC2 is refused, with the names that are not', async () => {
  await expect(ask('GetReservationPurchaseRecommendation', { Service: 'EC2' })).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('Amazon Elastic Compute Cloud - Compute') as string,
  });
  const found = await ask<GetReservationPurchaseRecommendationCommandOutput>('GetReservationPurchaseRecommendation', {
    Service: 'Amazon Relational Database Service',
  });
  expect(
    found.Recommendations?.[0]?.RecommendationDetails?.[0]?.InstanceDetails?.RDSInstanceDetails?.InstanceType,
  ).toBe('db.r5.xlarge');
  expect(await ask('GetReservationPurchaseRecommendation', { Service: 'Amazon Redshift' })).toMatchObject({
    Recommendations: [],
  });
});
