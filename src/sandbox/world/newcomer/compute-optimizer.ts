import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of compute-optimizer. */
export interface ComputeOptimizerState {
  readonly seeded: true;
}

export function seedComputeOptimizer(_seed: RegionSeed): ComputeOptimizerState {
  return { seeded: true };
}
