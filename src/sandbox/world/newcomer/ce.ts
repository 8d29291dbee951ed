import type { Random } from '../random.ts';
import { noiseAt } from '../random.ts';
import { type AccountSeed, DAY_MS } from './seed.ts';

/** What a service costs, day by day, as a function of time: every day of a year past is the same at every reading. */
export interface BilledService {
  /** As Cost Explorer calls it. */
  readonly name: string;
  readonly region: string;
  /** USD of the UTC day that begins at an instant. */
  costOf(day: number): number;
}

export interface ReservationAdvice {
  readonly service: string;
  readonly instanceType: string;
  readonly family: string;
  readonly count: number;
  readonly monthlyOnDemandUsd: number;
  readonly savingsShare: number;
}

/** What one account holds of ce. */
export interface CeState {
  readonly services: BilledService[];
  /** The first instant that there are costs of: Cost Explorer keeps thirteen months, less for a younger account. */
  firstDay: number;
  readonly reservations: ReservationAdvice[];
  /** What a Compute Savings Plan would be bought for: the hourly on-demand spend that is always there. */
  hourlyCommitmentUsd: number;
}

/** Eight services; yesterday, "EC2 - Other" (NAT gateways and their traffic) cost twice as much as ever. */
export function seedCe({ accountId, random, start }: AccountSeed): CeState {
  const today = Math.floor(start.getTime() / DAY_MS) * DAY_MS;
  const size = random.fork('ce').between(0.9, 1.1);
  const service = (name: string, usd: number, options: CostOptions = {}): BilledService =>
    billedService(`${accountId} ${name}`, name, usd * size, options);
  return {
    services: [
      service('Amazon Elastic Compute Cloud - Compute', 182),
      service('EC2 - Other', 46, { weekend: 1, on: today - DAY_MS, factor: 2.1 }),
      service('Amazon Relational Database Service', 124, { weekend: 1 }),
      service('Amazon Elastic Container Service', 61),
      service('Amazon Simple Storage Service', 27, { weekend: 1 }),
      service('Amazon Elastic Load Balancing', 19),
      service('AmazonCloudWatch', 14, { weekend: 0.9 }),
      service('AWS Lambda', 6, { weekend: 0.4 }),
    ],
    firstDay: today - 396 * DAY_MS,
    reservations: reservations(random.fork('reservations')),
    hourlyCommitmentUsd: 4.2 * size,
  };
}

interface CostOptions {
  /** What Saturdays and Sundays cost, of what the other days do. */
  readonly weekend?: number;
  /** A day that costs a multiple. */
  readonly on?: number;
  readonly factor?: number;
}

export function billedService(seed: string, name: string, usd: number, options: CostOptions = {}): BilledService {
  const { weekend = 0.8, on, factor = 1 } = options;
  return {
    name,
    region: 'us-east-1',
    costOf(day) {
      const weekday = new Date(day).getUTCDay();
      const rhythm = weekday === 0 || weekday === 6 ? weekend : 1;
      const noise = 1 + 0.06 * noiseAt(seed, day / DAY_MS);
      return usd * rhythm * noise * (day === on ? factor : 1);
    },
  };
}

function reservations(random: Random): ReservationAdvice[] {
  return [
    {
      service: 'Amazon Elastic Compute Cloud - Compute',
      instanceType: 'm5.large',
      family: 'm5',
      count: random.integer(3, 5),
      monthlyOnDemandUsd: 70.08,
      savingsShare: 0.37,
    },
    {
      service: 'Amazon Relational Database Service',
      instanceType: 'db.r5.xlarge',
      family: 'r5',
      count: 1,
      monthlyOnDemandUsd: 730,
      savingsShare: 0.33,
    },
  ];
}
