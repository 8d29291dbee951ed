import type {
  GetCostAndUsageCommandInput,
  GetCostAndUsageCommandOutput,
  GetReservationPurchaseRecommendationCommandInput,
  GetReservationPurchaseRecommendationCommandOutput,
  GetSavingsPlansPurchaseRecommendationCommandInput,
  GetSavingsPlansPurchaseRecommendationCommandOutput,
  Group,
  ReservationPurchaseRecommendation,
  ResultByTime,
  SavingsPlansPurchaseRecommendation,
} from '@aws-sdk/client-cost-explorer';
import { type CostMetric, type Costs, type DayCost, utcDay } from '../model/costs.ts';
import { type Decimal, parseDecimal } from '../model/decimal.ts';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list, one, orAbsent } from './read.ts';

/**
 * AWS's own clients do not page this one. Every request is billed ($0.01).
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
 */
const getCostAndUsage = list<GetCostAndUsageCommandInput, GetCostAndUsageCommandOutput, ResultByTime>(
  'ce',
  'GetCostAndUsage',
  { items: (page) => page.ResultsByTime, next: ['NextPageToken', (page) => page.NextPageToken] },
);

/** Enough for yesterday against the week before, and for a week against the week before. */
const COST_DAYS = 15;

/**
 * What the account cost in the last 15 whole UTC days, by service: one billed request for every check and section that
 * speaks of costs. Unblended cost; where an endpoint has only the blended one, that, and `metric` says so. No days
 * where AWS has no data yet.
 * @throws AwsFault
 */
export async function dailyCosts(aws: Aws, now: Date): Promise<Costs> {
  const input: GetCostAndUsageCommandInput = {
    TimePeriod: { Start: utcDay(now, COST_DAYS), End: utcDay(now) },
    Granularity: 'DAILY',
    Metrics: ['UnblendedCost'],
    GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
  };
  const results = (await orAbsent(getCostAndUsage(aws, input), 'DataUnavailableException')) ?? [];
  const groups = results.flatMap((result) => result.Groups ?? []);
  const metric =
    groups.length === 0 || groups.some((group) => amountOf(group, 'UnblendedCost') !== undefined)
      ? 'UnblendedCost'
      : 'BlendedCost';
  const unit = groups.map((group) => group.Metrics?.[metric]?.Unit).find((known) => known !== undefined);
  return { days: daysOf(results, metric), metric, unit: unit ?? 'USD' };
}

/** A day may be spread over several pages. */
function daysOf(results: readonly ResultByTime[], metric: CostMetric): DayCost[] {
  const days = new Map<string, { estimated: boolean; byService: Map<string, Decimal> }>();
  for (const { TimePeriod, Estimated = false, Groups = [] } of results) {
    const day = TimePeriod?.Start?.slice(0, 10);
    if (day === undefined) continue;
    const known = days.get(day) ?? { estimated: false, byService: new Map<string, Decimal>() };
    known.estimated ||= Estimated;
    for (const group of Groups) {
      const service = group.Keys?.[0];
      const amount = amountOf(group, metric);
      if (service === undefined || amount === undefined) continue;
      known.byService.set(service, (known.byService.get(service) ?? 0n) + amount);
    }
    days.set(day, known);
  }
  return [...days].map(([day, cost]) => ({ day, ...cost })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

function amountOf({ Metrics }: Group, metric: CostMetric): Decimal | undefined {
  const text = Metrics?.[metric]?.Amount;
  return text === undefined ? undefined : parseDecimal(text);
}

/** A service of the bill: it is no resource of AWS's, so its ARN is the one of the account's costs. */
export function billedService(aws: Aws, service: string): Resource {
  return { type: 'AWS::CE::Service', id: service, arn: `arn:${aws.partition}:ce::${aws.account}:/GetCostAndUsage` };
}

/**
 * Services that sell reservations, by the only names that Cost Explorer accepts; short ones like `EC2` it refuses.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetReservationPurchaseRecommendation.html
 */
export const RESERVABLE_SERVICES = [
  'Amazon Elastic Compute Cloud - Compute',
  'Amazon Relational Database Service',
  'Amazon ElastiCache',
  'Amazon OpenSearch Service',
  'Amazon Redshift',
  'Amazon MemoryDB Service',
  'Amazon DynamoDB Service',
] as const;
export type ReservableService = (typeof RESERVABLE_SERVICES)[number];

const getReservationPurchaseRecommendation = list<
  GetReservationPurchaseRecommendationCommandInput,
  GetReservationPurchaseRecommendationCommandOutput,
  ReservationPurchaseRecommendation
>('ce', 'GetReservationPurchaseRecommendation', {
  items: (page) => page.Recommendations,
  next: ['NextPageToken', (page) => page.NextPageToken],
});

/**
 * What AWS would reserve for a service: a year, nothing paid upfront, by the use of the last 30 days. Empty where it
 * has nothing to recommend or too little data.
 * @throws AwsFault
 */
export async function reservationRecommendations(
  aws: Aws,
  service: ReservableService,
): Promise<readonly ReservationPurchaseRecommendation[]> {
  const asked = getReservationPurchaseRecommendation(aws, {
    Service: service,
    LookbackPeriodInDays: 'THIRTY_DAYS',
    TermInYears: 'ONE_YEAR',
    PaymentOption: 'NO_UPFRONT',
  });
  return (await orAbsent(asked, 'DataUnavailableException')) ?? [];
}

const getSavingsPlansPurchaseRecommendation = one<
  GetSavingsPlansPurchaseRecommendationCommandInput,
  GetSavingsPlansPurchaseRecommendationCommandOutput
>('ce', 'GetSavingsPlansPurchaseRecommendation');

/**
 * The Compute Savings Plan that AWS would buy on the same terms. Undefined where it has none to recommend.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetSavingsPlansPurchaseRecommendation.html
 * @throws AwsFault
 */
export async function savingsPlansRecommendation(aws: Aws): Promise<SavingsPlansPurchaseRecommendation | undefined> {
  const asked = getSavingsPlansPurchaseRecommendation(aws, {
    SavingsPlansType: 'COMPUTE_SP',
    LookbackPeriodInDays: 'THIRTY_DAYS',
    TermInYears: 'ONE_YEAR',
    PaymentOption: 'NO_UPFRONT',
  });
  const answer = await orAbsent(asked, 'DataUnavailableException');
  const recommendation = answer?.SavingsPlansPurchaseRecommendation;
  const details = recommendation?.SavingsPlansPurchaseRecommendationDetails ?? [];
  return details.length > 0 ? recommendation : undefined;
}
