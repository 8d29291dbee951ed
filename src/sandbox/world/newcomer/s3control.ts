import type { AccountSeed } from './seed.ts';

/** What one account holds of s3control. */
export interface S3controlState {
  readonly seeded: true;
}

export function seedS3control(_seed: AccountSeed): S3controlState {
  return { seeded: true };
}
