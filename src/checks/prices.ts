import {
  BASE_REGION,
  DATABASE_HOURLY,
  type DatabaseEngine,
  HOURLY,
  INSTANCE_HOURLY,
  PER_UNIT_MONTH,
  PRICE_LIST_DATE,
  type Regional,
  SIZES,
} from './price-list.ts';

/** What a thing costs by AWS's price list, ready to stand in a finding's evidence. */
export type MonthlyPrice = {
  monthlyCostUsd: number;
  /** Whose price list: the thing's own region, or `us-east-1` where that is not listed. */
  priceRegion: string;
  priceSource: string;
};

/** The same for what may not be on the list at all: the cost is null then, and the source says so. */
export type MonthlyPriceIfListed = Omit<MonthlyPrice, 'monthlyCostUsd'> & { monthlyCostUsd: number | null };

export type PriceItem = keyof typeof HOURLY | keyof typeof PER_UNIT_MONTH;

export interface PriceQuestion {
  readonly region: string;
  readonly item: PriceItem;
  /** How many of the item's unit: GB, provisioned operations a second, addresses; 1 where absent. */
  readonly quantity?: number;
}

export interface InstancePriceQuestion {
  readonly region: string;
  /** e.g. `t3.large` */
  readonly instanceType: string;
}

export interface DatabasePriceQuestion {
  readonly region: string;
  /** As RDS names it: `postgres`, `mysql`, `mariadb`, `aurora-postgresql`, … */
  readonly engine: string;
  /** e.g. `db.m5.large` */
  readonly instanceClass: string;
  readonly multiAz: boolean;
}

/** AWS's own month, in its calculator and on its bills' estimates. */
const HOURS_A_MONTH = 730;

/**
 * The monthly list price of an address, a gateway, gigabytes, …
 * `fail(resource, reason, { ...monthlyPrice({ region: aws.region, item: 'public-ipv4' }) })`
 */
export function monthlyPrice({ region, item, quantity = 1 }: PriceQuestion): MonthlyPrice {
  if (isHourly(item)) return priced(HOURLY[item], region, quantity * HOURS_A_MONTH);
  return priced(PER_UNIT_MONTH[item], region, quantity);
}

/** What an EC2 instance costs while it runs: Linux, on demand, without its volumes. */
export function instancePrice({ region, instanceType }: InstancePriceQuestion): MonthlyPriceIfListed {
  const found = rateOf(INSTANCE_HOURLY, instanceType);
  if (!found) return notListed(region, instanceType);
  return priced(found.rate, region, found.times * HOURS_A_MONTH);
}

/** What an RDS instance costs while it runs: on demand, without its storage. Multi-AZ is twice Single-AZ. */
export function databasePrice(question: DatabasePriceQuestion): MonthlyPriceIfListed {
  const { region, instanceClass, multiAz } = question;
  const engine = engineOf(question.engine);
  const found = engine && rateOf(DATABASE_HOURLY[engine], instanceClass);
  if (!found) return notListed(region, `${question.engine} on ${instanceClass}`);
  return priced(found.rate, region, found.times * HOURS_A_MONTH * (multiAz ? 2 : 1));
}

/** The sum of prices of which some may not be listed: null where none is. */
export function totalListed(prices: readonly MonthlyPriceIfListed[]): MonthlyPriceIfListed {
  const listed = prices.filter(isPriced);
  const [first, ...others] = listed;
  if (first) return totalPrice(first, ...others);
  return prices[0] ?? { monthlyCostUsd: null, priceRegion: BASE_REGION, priceSource: 'Nothing to price' };
}

function isPriced(price: MonthlyPriceIfListed): price is MonthlyPrice {
  return price.monthlyCostUsd !== null;
}

/** The sum of several prices; the source is that of the first. */
export function totalPrice(first: MonthlyPrice, ...others: readonly MonthlyPrice[]): MonthlyPrice {
  return {
    ...first,
    monthlyCostUsd: cents(others.reduce((sum, price) => sum + price.monthlyCostUsd, first.monthlyCostUsd)),
  };
}

function isHourly(item: PriceItem): item is keyof typeof HOURLY {
  return item in HOURLY;
}

function priced(rate: Regional, region: string, times: number): MonthlyPrice {
  const own = rate[region];
  const priceRegion = own === undefined ? BASE_REGION : region;
  return {
    monthlyCostUsd: cents((own ?? rate[BASE_REGION]) * times),
    priceRegion,
    priceSource: sourceOf(region, priceRegion),
  };
}

function sourceOf(region: string, priceRegion: string): string {
  const list = `AWS on-demand list price of ${priceRegion}, ${PRICE_LIST_DATE}`;
  return region === priceRegion ? list : `${list} (the price in ${region} is not listed)`;
}

/** For what is not on the list. */
export function notListed(region: string, what: string): MonthlyPriceIfListed {
  return { monthlyCostUsd: null, priceRegion: region, priceSource: `No list price is known for ${what}` };
}

/** The price of a type by itself, or that of its family's `large` and how many of those it is. */
function rateOf(
  rates: Readonly<Record<string, Regional>>,
  type: string,
): { rate: Regional; times: number } | undefined {
  const own = rates[type];
  if (own) return { rate: own, times: 1 };
  const dot = type.lastIndexOf('.');
  const family = rates[type.slice(0, dot)];
  const times = SIZES[type.slice(dot + 1)];
  return family && times !== undefined ? { rate: family, times } : undefined;
}

function engineOf(engine: string): DatabaseEngine | undefined {
  if (engine.startsWith('aurora')) return 'aurora';
  if (engine === 'postgres') return 'postgres';
  return engine === 'mysql' || engine === 'mariadb' ? 'mysql' : undefined;
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
