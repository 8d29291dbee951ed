import { expect, test } from 'vitest';
import { type Answers, NOW, runOn } from '../../../test/answers.ts';
import type { SectionDefinition } from '../define.ts';
import { reservations } from './reservations.ts';
import { weeklyCosts } from './weekly-costs.ts';
import { yesterdaysCosts } from './yesterdays-costs.ts';

const HALF_PAST_MIDNIGHT = new Date('2026-11-23T00:30:00.000Z');

async function composed(section: SectionDefinition, answers: Answers, now = NOW) {
  const checklist = { id: 'costs', title: '', purpose: '', checks: [], sections: [section] };
  const result = await runOn(checklist, answers, { now });
  return { ...result.sections[0], findings: result.findings };
}

/** Fourteen days of $10 each, the newest of which AWS has no costs of yet. */
const costs = {
  'ce:GetCostAndUsage': {
    ResultsByTime: Array.from({ length: 14 }, (_, index) => {
      const day = new Date(Date.UTC(2026, 10, 9 + index)).toISOString().slice(0, 10);
      const groups = [{ Keys: ['Amazon S3'], Metrics: { UnblendedCost: { Amount: '10', Unit: 'USD' } } }];
      return { TimePeriod: { Start: day }, Estimated: index > 11, Groups: day === '2026-11-22' ? [] : groups };
    }),
  },
};

test('E1.7 half an hour after midnight, a day without costs yet is said to have none, not to have cost nothing', async () => {
  const { text, note } = await composed(yesterdaysCosts, costs, HALF_PAST_MIDNIGHT);
  expect(text).toBeUndefined();
  expect(note).toBe('AWS has no costs of 2026-11-22 yet.');
});

test('E4.4 a day that AWS has no costs of yet is told and drawn as a gap', async () => {
  const { text, plots } = await composed(weeklyCosts, costs, HALF_PAST_MIDNIGHT);
  expect(text?.[1]).toBe(
    "Days are UTC days; the amounts are UnblendedCost, and those of 1 of the days are still AWS's estimate. " +
      'AWS has no costs yet of 2026-11-22: the sums do not compare.',
  );
  expect(plots?.[0]?.series[0]?.points.slice(-2)).toEqual([
    { at: '2026-11-21', value: 10 },
    { at: '2026-11-22', value: null },
  ]);
});

test('E8.5 a service that AWS gives no recommendations for hides no other', async () => {
  const refused = Object.assign(new Error('Service not supported'), { name: 'ValidationException' });
  const answers = {
    'ce:GetReservationPurchaseRecommendation': ({ Service }: { Service: string }) =>
      Service === 'Amazon DynamoDB Service'
        ? refused
        : { Recommendations: Service === 'Amazon ElastiCache' ? [{ RecommendationDetails: [{}] }] : [] },
    'ce:GetSavingsPlansPurchaseRecommendation': {},
  };
  const { rows, note } = await composed(reservations, answers);
  expect(rows?.map(({ service }) => service)).toEqual(['Amazon ElastiCache']);
  expect(note).toBe(
    'AWS refused for Amazon DynamoDB Service: ValidationException: ce:GetReservationPurchaseRecommendation: Service not supported',
  );
});

test('E8.5 recommendations that may not be read make the section incomplete', async () => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  const answers = {
    'ce:GetReservationPurchaseRecommendation': () => denied,
    'ce:GetSavingsPlansPurchaseRecommendation': {},
  };
  const { findings } = await composed(reservations, answers);
  expect(findings.map(({ status }) => status)).toEqual(['unknown']);
});
