import type { AccountSeed } from './seed.ts';

/** What one account holds of health. */
export interface HealthState {
  readonly seeded: true;
}

export function seedHealth(_seed: AccountSeed): HealthState {
  return { seeded: true };
}
