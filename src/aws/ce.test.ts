import { expect, test } from 'vitest';
import { ACCOUNT, answering, type Answers, awsError, NOW, REGION, testTiming } from '../../test/answers.ts';
import { dayTotal } from '../model/costs.ts';
import { decimalToNumber } from '../model/decimal.ts';
import { dailyCosts, RESERVABLE_SERVICES, reservationRecommendations, savingsPlansRecommendation } from './ce.ts';
import { createExecution } from './execution.ts';

function asking(answers: Answers) {
  const transport = answering(answers);
  const aws = createExecution(testTiming()).open({ id: ACCOUNT, partition: 'aws', transport }, REGION);
  return { aws, asked: transport.asked };
}

test('E1.7 everybody who speaks of costs shares one request of fifteen days', async () => {
  const { aws, asked } = asking({ 'ce:GetCostAndUsage': { ResultsByTime: [] } });
  await Promise.all([dailyCosts(aws, NOW), dailyCosts(aws, new Date(NOW.getTime() + 3_600_000))]);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.input).toMatchObject({
    TimePeriod: { Start: '2026-11-08', End: '2026-11-23' },
    Granularity: 'DAILY',
    Metrics: ['UnblendedCost'],
    GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
  });
});

test('E4.4 days come oldest first, and a day that is spread over pages is one day', async () => {
  const part = (Start: string, service: string, Amount: string) => ({
    TimePeriod: { Start },
    Groups: [{ Keys: [service], Metrics: { UnblendedCost: { Amount, Unit: 'USD' } } }],
    Estimated: service === 'S3',
  });
  const { aws } = asking({
    'ce:GetCostAndUsage': {
      ResultsByTime: [
        part('2026-11-22', 'EC2', '1.5'),
        part('2026-11-21', 'EC2', '7'),
        part('2026-11-22', 'S3', '0.5'),
      ],
    },
  });
  const { days, metric, unit } = await dailyCosts(aws, NOW);
  expect(days.map((day) => [day.day, decimalToNumber(dayTotal(day)), day.estimated])).toEqual([
    ['2026-11-21', 7, false],
    ['2026-11-22', 2, true],
  ]);
  expect([metric, unit]).toEqual(['UnblendedCost', 'USD']);
});

test('E8.5 reservations are asked for by the names that AWS accepts, page by page', async () => {
  const { aws, asked } = asking({
    'ce:GetReservationPurchaseRecommendation': ({ NextPageToken }: { NextPageToken?: string }) =>
      NextPageToken === undefined
        ? { Recommendations: [{ TermInYears: 'ONE_YEAR' }], NextPageToken: 'more' }
        : { Recommendations: [{ TermInYears: 'ONE_YEAR' }] },
  });
  expect(await reservationRecommendations(aws, RESERVABLE_SERVICES[0])).toHaveLength(2);
  expect(asked[0]?.input).toMatchObject({ Service: 'Amazon Elastic Compute Cloud - Compute' });
  expect(RESERVABLE_SERVICES).toContain('Amazon Relational Database Service');
});

test('E8.5 no data is no recommendation', async () => {
  const none = () => awsError('DataUnavailableException');
  const { aws } = asking({
    'ce:GetReservationPurchaseRecommendation': none,
    'ce:GetSavingsPlansPurchaseRecommendation': { SavingsPlansPurchaseRecommendation: {} },
  });
  expect(await reservationRecommendations(aws, 'Amazon Redshift')).toEqual([]);
  expect(await savingsPlansRecommendation(aws)).toBeUndefined();
});
