import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of acm. */
export interface AcmState {
  readonly seeded: true;
}

export function seedAcm(_seed: RegionSeed): AcmState {
  return { seeded: true };
}
