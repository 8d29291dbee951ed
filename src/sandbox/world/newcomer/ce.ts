import type { AccountSeed } from './seed.ts';

/** What one account holds of ce. */
export interface CeState {
  readonly seeded: true;
}

export function seedCe(_seed: AccountSeed): CeState {
  return { seeded: true };
}
