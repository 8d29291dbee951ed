import type { VirtualClock } from '../clock.ts';
import type { MetricSeries } from '../metrics.ts';
import { createRandom, type Random } from '../random.ts';
import type { Scene } from '../scene.ts';

/** What the seed of every service is given to build from. */
export interface AccountSeed {
  readonly accountId: string;
  readonly random: Random;
  /** The instant the world begins: dates of the past are counted from here. */
  readonly start: Date;
  readonly clock: VirtualClock;
}

export interface RegionSeed extends AccountSeed {
  readonly region: string;
  /**
   * `home`: the production-looking region with all its faults. `secondary`: the disaster recovery region, small and in
   * order. `empty`: what AWS gives every region, and nothing else.
   */
  readonly furnishing: 'home' | 'secondary' | 'empty';
  /** Metrics that a service publishes are pushed here by its seed. */
  readonly metrics: MetricSeries[];
}

const HOME = 'us-east-1';
const SECONDARY = 'eu-west-1';

export function accountSeed(accountId: string, { seed, clock, start }: Scene): AccountSeed {
  return { accountId, random: createRandom(`${seed}/${accountId}`), start, clock };
}

export function regionSeed(accountId: string, region: string, { seed, clock, start, homes }: Scene): RegionSeed {
  const home = region === HOME || homes === 'all' || homes.includes(region);
  return {
    accountId,
    region,
    random: createRandom(`${seed}/${accountId}/${region}`),
    start,
    clock,
    furnishing: home ? 'home' : region === SECONDARY ? 'secondary' : 'empty',
    metrics: [],
  };
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export function before(start: Date, ms: number): Date {
  return new Date(start.getTime() - ms);
}
