import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of dynamodb. */
export interface DynamodbState {
  readonly seeded: true;
}

export function seedDynamodb(_seed: RegionSeed): DynamodbState {
  return { seeded: true };
}
