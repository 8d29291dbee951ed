import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of cloudwatch. */
export interface CloudwatchState {
  readonly seeded: true;
}

export function seedCloudwatch(_seed: RegionSeed): CloudwatchState {
  return { seeded: true };
}
