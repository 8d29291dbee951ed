import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of lambda. */
export interface LambdaState {
  readonly seeded: true;
}

export function seedLambda(_seed: RegionSeed): LambdaState {
  return { seeded: true };
}
