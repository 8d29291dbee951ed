import type { AccountSeed } from './seed.ts';

/** What one account holds of iam. */
export interface IamState {
  readonly seeded: true;
}

export function seedIam(_seed: AccountSeed): IamState {
  return { seeded: true };
}
