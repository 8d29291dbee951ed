import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3-control';
import type { AccountSeed } from './seed.ts';

/** What one account holds of s3control. */
export interface S3controlState {
  /** Absent: never set, which blocks nothing. */
  publicAccessBlock?: PublicAccessBlockConfiguration;
}

export function seedS3control(_seed: AccountSeed): S3controlState {
  return {};
}
