import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of autoscaling. */
export interface AutoscalingState {
  readonly seeded: true;
}

export function seedAutoscaling(_seed: RegionSeed): AutoscalingState {
  return { seeded: true };
}
