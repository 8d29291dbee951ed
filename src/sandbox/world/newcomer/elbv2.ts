import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of elbv2. */
export interface Elbv2State {
  readonly seeded: true;
}

export function seedElbv2(_seed: RegionSeed): Elbv2State {
  return { seeded: true };
}
