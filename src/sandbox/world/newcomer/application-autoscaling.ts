import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of application-autoscaling. */
export interface ApplicationAutoscalingState {
  readonly seeded: true;
}

export function seedApplicationAutoscaling(_seed: RegionSeed): ApplicationAutoscalingState {
  return { seeded: true };
}
