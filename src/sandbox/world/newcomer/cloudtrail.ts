import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of cloudtrail. */
export interface CloudtrailState {
  readonly seeded: true;
}

export function seedCloudtrail(_seed: RegionSeed): CloudtrailState {
  return { seeded: true };
}
