import type {
  GetReservationPurchaseRecommendationCommandInput,
  GetReservationPurchaseRecommendationCommandOutput,
  GetSavingsPlansPurchaseRecommendationCommandInput,
  GetSavingsPlansPurchaseRecommendationCommandOutput,
  InstanceDetails,
  ReservationPurchaseRecommendationDetail,
  SavingsPlansPurchaseRecommendationDetail,
} from '@aws-sdk/client-cost-explorer';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import type { ReservationAdvice } from '../../world/newcomer/ce.ts';
import { invalid } from './problems.ts';

/** The names that AWS lists when it refuses any other. */
const SERVICES = [
  'Amazon Elastic Compute Cloud - Compute',
  'Amazon Relational Database Service',
  'Amazon Redshift',
  'Amazon ElastiCache',
  'Amazon Elasticsearch Service',
  'Amazon OpenSearch Service',
  'Amazon MemoryDB Service',
  'Amazon DynamoDB Service',
];
const HOURS_A_MONTH = 730;
const SAVINGS_PLAN_SHARE = 0.27;
const LOOKBACK_DAYS: Readonly<Record<string, number>> = { SEVEN_DAYS: 7, THIRTY_DAYS: 30, SIXTY_DAYS: 60 };

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetReservationPurchaseRecommendation.html */
export function getReservationPurchaseRecommendation(
  input: GetReservationPurchaseRecommendationCommandInput,
  { account, now }: SandboxContext,
): Omit<GetReservationPurchaseRecommendationCommandOutput, '$metadata'> {
  const {
    Service = '',
    TermInYears = 'ONE_YEAR',
    PaymentOption = 'NO_UPFRONT',
    LookbackPeriodInDays = 'SEVEN_DAYS',
    AccountScope = 'PAYER',
  } = input;
  if (!SERVICES.includes(Service)) {
    throw invalid(`Invalid service: ${Service}. Supported services: [${SERVICES.join(', ')}]`);
  }
  const days = LOOKBACK_DAYS[LookbackPeriodInDays] ?? 7;
  const details = account.ce.reservations
    .filter((advice) => advice.service === Service)
    .map((advice) => reservationDetail(advice, account.id, days));
  const { items, next } = page(details, {
    token: input.NextPageToken,
    size: input.PageSize,
    defaultSize: 100,
    most: 6000,
    badToken: 'InvalidNextTokenException',
  });
  const saved = details.reduce((sum, detail) => sum + Number(detail.EstimatedMonthlySavingsAmount), 0);
  const onDemand = details.reduce((sum, detail) => sum + Number(detail.EstimatedMonthlyOnDemandCost), 0);
  return {
    Metadata: { RecommendationId: `${account.id}-${Service}`, GenerationTimestamp: now.toISOString() },
    Recommendations:
      details.length === 0
        ? []
        : [
            {
              AccountScope,
              LookbackPeriodInDays,
              TermInYears,
              PaymentOption,
              ...(Service.includes('Compute Cloud') && {
                ServiceSpecification: { EC2Specification: { OfferingClass: 'STANDARD' as const } },
              }),
              RecommendationDetails: items,
              RecommendationSummary: {
                TotalEstimatedMonthlySavingsAmount: String(saved),
                TotalEstimatedMonthlySavingsPercentage: String((saved / onDemand) * 100),
                CurrencyCode: 'USD',
              },
            },
          ],
    ...(next !== undefined && { NextPageToken: next }),
  };
}

function reservationDetail(
  advice: ReservationAdvice,
  accountId: string,
  days: number,
): ReservationPurchaseRecommendationDetail {
  const { count, monthlyOnDemandUsd, savingsShare } = advice;
  const onDemand = monthlyOnDemandUsd * count;
  const saved = onDemand * savingsShare;
  return {
    AccountId: accountId,
    InstanceDetails: instanceDetails(advice),
    RecommendedNumberOfInstancesToPurchase: String(count),
    MinimumNumberOfInstancesUsedPerHour: String(count),
    MaximumNumberOfInstancesUsedPerHour: String(count + 2),
    AverageNumberOfInstancesUsedPerHour: String(count + 0.4),
    AverageUtilization: '100.0',
    EstimatedBreakEvenInMonths: '0.0',
    CurrencyCode: 'USD',
    EstimatedMonthlySavingsAmount: saved.toFixed(4),
    EstimatedMonthlySavingsPercentage: (savingsShare * 100).toFixed(4),
    EstimatedMonthlyOnDemandCost: onDemand.toFixed(4),
    EstimatedReservationCostForLookbackPeriod: (((onDemand - saved) / 30) * days).toFixed(4),
    UpfrontCost: '0.0',
    RecurringStandardMonthlyCost: (onDemand - saved).toFixed(4),
  };
}

function instanceDetails({ service, instanceType: InstanceType, family: Family }: ReservationAdvice): InstanceDetails {
  const common = {
    Family,
    InstanceType,
    Region: 'US East (N. Virginia)',
    CurrentGeneration: true,
    SizeFlexEligible: true,
  };
  return service === 'Amazon Relational Database Service'
    ? {
        RDSInstanceDetails: {
          ...common,
          DatabaseEngine: 'PostgreSQL',
          DeploymentOption: 'Multi-AZ',
          LicenseModel: 'No license required',
        },
      }
    : { EC2InstanceDetails: { ...common, AvailabilityZone: 'NA', Platform: 'Linux/UNIX', Tenancy: 'Shared' } };
}

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetSavingsPlansPurchaseRecommendation.html */
export function getSavingsPlansPurchaseRecommendation(
  input: GetSavingsPlansPurchaseRecommendationCommandInput,
  { account, now }: SandboxContext,
): Omit<GetSavingsPlansPurchaseRecommendationCommandOutput, '$metadata'> {
  const { SavingsPlansType, TermInYears, PaymentOption, LookbackPeriodInDays, AccountScope = 'PAYER' } = input;
  if (!SavingsPlansType || !TermInYears || !PaymentOption || !LookbackPeriodInDays) {
    throw invalid('SavingsPlansType, TermInYears, PaymentOption and LookbackPeriodInDays are required');
  }
  const hourly = SavingsPlansType === 'COMPUTE_SP' ? account.ce.hourlyCommitmentUsd : 0;
  const detail = savingsPlanDetail(hourly, account.id);
  return {
    Metadata: { RecommendationId: `${account.id}-sp`, GenerationTimestamp: now.toISOString() },
    SavingsPlansPurchaseRecommendation: {
      AccountScope,
      SavingsPlansType,
      TermInYears,
      PaymentOption,
      LookbackPeriodInDays,
      SavingsPlansPurchaseRecommendationDetails: hourly > 0 ? [detail] : [],
      ...(hourly > 0 && {
        SavingsPlansPurchaseRecommendationSummary: {
          CurrencyCode: 'USD',
          TotalRecommendationCount: '1',
          HourlyCommitmentToPurchase: hourly.toFixed(3),
          DailyCommitmentToPurchase: (hourly * 24).toFixed(3),
          EstimatedMonthlySavingsAmount: detail.EstimatedMonthlySavingsAmount,
          EstimatedSavingsPercentage: detail.EstimatedSavingsPercentage,
          EstimatedOnDemandCostWithCurrentCommitment: detail.EstimatedOnDemandCost,
        },
      }),
    },
  };
}

function savingsPlanDetail(hourly: number, AccountId: string): SavingsPlansPurchaseRecommendationDetail {
  const plan = hourly * HOURS_A_MONTH;
  const onDemand = plan / (1 - SAVINGS_PLAN_SHARE);
  return {
    AccountId,
    SavingsPlansDetails: { Region: '', InstanceFamily: '', OfferingId: 'b9a2f2b1-compute-1y-no-upfront' },
    CurrencyCode: 'USD',
    UpfrontCost: '0.0',
    HourlyCommitmentToPurchase: hourly.toFixed(3),
    EstimatedAverageUtilization: '99.1',
    EstimatedSPCost: plan.toFixed(4),
    EstimatedOnDemandCost: onDemand.toFixed(4),
    EstimatedMonthlySavingsAmount: (onDemand - plan).toFixed(4),
    EstimatedSavingsAmount: (onDemand - plan).toFixed(4),
    EstimatedSavingsPercentage: (SAVINGS_PLAN_SHARE * 100).toFixed(4),
  };
}
