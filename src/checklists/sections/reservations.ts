import { RESERVABLE_SERVICES, reservationRecommendations, savingsPlansRecommendation } from '../../aws/ce.ts';
import { settled } from '../../aws/read.ts';
import type { JsonObject } from '../../model/json.ts';
import { defineSection } from '../define.ts';

/** What AWS itself would commit to: reservations for every service that has them, and a Savings Plan. */
export const reservations = defineSection({
  id: 'commitments',
  title: 'Reservations and Savings Plans',
  scope: 'account',
  calls: ['ce:GetReservationPurchaseRecommendation', 'ce:GetSavingsPlansPurchaseRecommendation'],
  columns: [
    { key: 'service', label: 'For' },
    { key: 'commitment', label: 'Commitment' },
    { key: 'monthlySavingsUsd', label: 'Saves a month', format: 'usd' },
    { key: 'savingsPercent', label: 'Saves', format: 'percent' },
  ],
  async compose({ aws }) {
    const [perService, plan] = await Promise.all([
      Promise.all(
        RESERVABLE_SERVICES.map(async (service) => ({
          service,
          answer: await orRefused(reservationRecommendations(aws, service)),
        })),
      ),
      savingsPlansRecommendation(aws),
    ]);
    const rows: JsonObject[] = perService.flatMap(({ service, answer }) =>
      (answer.ok ? answer.value : []).flatMap(({ RecommendationDetails = [] }) =>
        RecommendationDetails.map((detail) => ({
          service,
          commitment: `${detail.RecommendedNumberOfInstancesToPurchase ?? '?'} × ${instanceOf(detail.InstanceDetails)}`,
          monthlySavingsUsd: numberOf(detail.EstimatedMonthlySavingsAmount),
          savingsPercent: numberOf(detail.EstimatedMonthlySavingsPercentage),
        })),
      ),
    );
    const refused = perService.flatMap(({ service, answer }) =>
      answer.ok ? [] : [`AWS refused for ${service}: ${answer.fault.message}`],
    );
    const none = rows.length === 0 && !plan && refused.length === 0;
    const notes = none ? ['AWS has nothing to recommend, or too little data.'] : refused;
    const summary = plan?.SavingsPlansPurchaseRecommendationSummary;
    const planRow: JsonObject[] = summary
      ? [
          {
            service: 'Compute (Savings Plan)',
            commitment: `$${summary.HourlyCommitmentToPurchase ?? '?'} an hour`,
            monthlySavingsUsd: numberOf(summary.EstimatedMonthlySavingsAmount),
            savingsPercent: numberOf(summary.EstimatedSavingsPercentage),
          },
        ]
      : [];
    return {
      text: [
        'One year, nothing paid upfront, by the use of the last 30 days. Reservations and a Savings Plan for the same ' +
          'compute exclude each other: take one.',
      ],
      rows: [...planRow, ...rows],
      ...(notes.length > 0 && { note: notes.join(' ') }),
    };
  },
});

/** A service that Cost Explorer does not know in this account hides no other; any other fault is one of all services. */
async function orRefused<T>(asked: Promise<T>): ReturnType<typeof settled<T>> {
  const answer = await settled(asked);
  if (!answer.ok && answer.fault.facts.kind !== 'rejected') throw answer.fault;
  return answer;
}

/** Each service describes its instances in a member of its own. */
function instanceOf(details: object | undefined): string {
  const described: unknown = Object.values(details ?? {})[0];
  if (typeof described !== 'object' || described === null) return 'instances';
  const facts = new Map(Object.entries(described));
  const type: unknown = facts.get('InstanceType') ?? facts.get('NodeType') ?? facts.get('InstanceClass');
  return typeof type === 'string' ? type : 'instances';
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text);
  return text !== undefined && Number.isFinite(value) ? value : null;
}
