import type {
  Expression,
  GetCostAndUsageCommandInput,
  GetCostAndUsageCommandOutput,
  GroupDefinition,
  MetricValue,
  ResultByTime,
} from '@aws-sdk/client-cost-explorer';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import type { BilledService } from '../../world/newcomer/ce.ts';
import { DAY_MS } from '../../world/newcomer/seed.ts';
import { invalid, notServed } from './problems.ts';

const METRICS = [
  'AmortizedCost',
  'BlendedCost',
  'NetAmortizedCost',
  'NetUnblendedCost',
  'NormalizedUsageAmount',
  'UnblendedCost',
  'UsageQuantity',
];
/** Groups a page, of all its days together; a day is never cut in two. */
const GROUPS_A_PAGE = 1000;

/**
 * Costs from midnight to midnight UTC; `End` is not included.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
 */
export function getCostAndUsage(
  input: GetCostAndUsageCommandInput,
  { account, now }: SandboxContext,
): Omit<GetCostAndUsageCommandOutput, '$metadata'> {
  const { GroupBy = [], Metrics = [] } = input;
  const spans = spansOf(input);
  validateMetrics(Metrics);
  validateGroups(GroupBy);
  const { firstDay } = account.ce;
  if (spans.every(({ end }) => end <= firstDay)) {
    throw new SandboxError('DataUnavailableException', 'Data is not available for the requested time period.');
  }
  const services = account.ce.services.filter((service) => isWanted(service, account.id, input.Filter));
  const results = spans.map(({ start, end }): ResultByTime => {
    const amounts = services.map((service) => ({
      service,
      usd: costBetween(service, Math.max(start, firstDay), end, now),
    }));
    const groups = grouped(
      amounts.filter(({ usd }) => usd !== 0),
      GroupBy,
      account.id,
    );
    return {
      TimePeriod: { Start: dayOf(start), End: dayOf(end) },
      Total: GroupBy.length > 0 ? {} : metricsOf(Metrics, sum(amounts)),
      Groups: [...groups].map(([key, usd]) => ({ Keys: key.split('\u0000'), Metrics: metricsOf(Metrics, usd) })),
      Estimated: isEstimated(end, now),
    };
  });
  const groupsADay = Math.max(...results.map(({ Groups = [] }) => Groups.length), 1);
  const days = Math.max(1, Math.floor(GROUPS_A_PAGE / groupsADay));
  const token = { token: input.NextPageToken, size: undefined, defaultSize: days, most: days };
  const { items, next } = page(results, { ...token, badToken: 'InvalidNextTokenException' });
  return {
    ...(GroupBy.length > 0 && { GroupDefinitions: GroupBy }),
    ResultsByTime: items,
    DimensionValueAttributes: [],
    ...(next !== undefined && { NextPageToken: next }),
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function spansOf({ TimePeriod, Granularity }: GetCostAndUsageCommandInput): Span[] {
  const start = instantOf(TimePeriod?.Start);
  const end = instantOf(TimePeriod?.End);
  if (start >= end) throw invalid('Start date (and hour) should be before end date (and hour)');
  if (Granularity === 'HOURLY') throw invalid('Hourly data is not enabled for this account.');
  if (Granularity !== 'DAILY' && Granularity !== 'MONTHLY') {
    throw invalid(
      `Value '${String(Granularity)}' at 'granularity' failed to satisfy constraint: Member must satisfy enum value set: [DAILY, MONTHLY, HOURLY]`,
    );
  }
  const spans: Span[] = [];
  for (let at = start; at < end;) {
    const next = Math.min(Granularity === 'DAILY' ? at + DAY_MS : nextMonth(at), end);
    spans.push({ start: at, end: next });
    at = next;
  }
  return spans;
}

function instantOf(day: string | undefined): number {
  const instant = /^\d{4}-\d\d-\d\d$/.test(day ?? '') ? Date.parse(`${day}T00:00:00Z`) : NaN;
  if (Number.isNaN(instant)) throw invalid('Start and End dates must be in the format of YYYY-MM-DD');
  return instant;
}

function nextMonth(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

function validateMetrics(metrics: readonly string[]): void {
  if (metrics.length === 0) throw invalid('Metrics should not be empty');
  const bad = metrics.find((metric) => !METRICS.includes(metric));
  if (bad !== undefined) throw invalid(`Metric ${bad} is not supported. Supported metrics: ${METRICS.join(', ')}`);
}

function validateGroups(groups: readonly GroupDefinition[]): void {
  if (groups.length > 2) throw invalid('Only up to 2 GroupBys are supported');
  const bad = groups.find(
    ({ Type, Key = '' }) => Type !== 'DIMENSION' || !['SERVICE', 'REGION', 'LINKED_ACCOUNT'].includes(Key),
  );
  if (bad) throw notServed(`grouping by ${bad.Type} ${bad.Key}`);
}

function isWanted(service: BilledService, accountId: string, filter: Expression | undefined): boolean {
  if (!filter) return true;
  const { And, Or, Not, Dimensions } = filter;
  if (And) return And.every((part) => isWanted(service, accountId, part));
  if (Or) return Or.some((part) => isWanted(service, accountId, part));
  if (Not) return !isWanted(service, accountId, Not);
  const known: Readonly<Record<string, string>> = {
    SERVICE: service.name,
    REGION: service.region,
    LINKED_ACCOUNT: accountId,
    RECORD_TYPE: 'Usage',
  };
  const value = known[Dimensions?.Key ?? ''];
  if (value === undefined) throw notServed('this filter');
  return (Dimensions?.Values ?? []).includes(value);
}

/** Of today there are costs as far as it has come; of tomorrow there are none. */
function costBetween(service: BilledService, start: number, end: number, now: Date): number {
  let usd = 0;
  for (let day = start; day < end && day < now.getTime(); day += DAY_MS) {
    usd += service.costOf(day) * Math.min(1, (now.getTime() - day) / DAY_MS);
  }
  return usd;
}

interface Amount {
  readonly service: BilledService;
  readonly usd: number;
}

function grouped(
  amounts: readonly Amount[],
  groups: readonly GroupDefinition[],
  accountId: string,
): Map<string, number> {
  const sums = new Map<string, number>();
  if (groups.length === 0) return sums;
  for (const { service, usd } of amounts) {
    const values: Readonly<Record<string, string>> = {
      SERVICE: service.name,
      REGION: service.region,
      LINKED_ACCOUNT: accountId,
    };
    const key = groups.map(({ Key = '' }) => values[Key] ?? '').join('\u0000');
    sums.set(key, (sums.get(key) ?? 0) + usd);
  }
  return sums;
}

function sum(amounts: readonly Amount[]): number {
  return amounts.reduce((total, { usd }) => total + usd, 0);
}

/** Amounts are strings of ten decimals, as AWS's. */
function metricsOf(metrics: readonly string[], usd: number): Record<string, MetricValue> {
  return Object.fromEntries(
    metrics.map((metric) => [
      metric,
      metric === 'UsageQuantity' || metric === 'NormalizedUsageAmount'
        ? { Amount: (usd * 12).toFixed(10), Unit: 'N/A' }
        : { Amount: usd.toFixed(10), Unit: 'USD' },
    ]),
  );
}

/** A month stays an estimate until its bill is made, some days into the next. */
function isEstimated(end: number, now: Date): boolean {
  const billed = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (now.getUTCDate() > 5 ? 0 : 1), 1);
  return end > billed;
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
