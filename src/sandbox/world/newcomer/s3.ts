import type { AccountSeed } from './seed.ts';

/** What one account holds of s3. */
export interface S3State {
  readonly seeded: true;
}

export function seedS3(_seed: AccountSeed): S3State {
  return { seeded: true };
}
