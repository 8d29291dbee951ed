import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of rds. */
export interface RdsState {
  readonly seeded: true;
}

export function seedRds(_seed: RegionSeed): RdsState {
  return { seeded: true };
}
