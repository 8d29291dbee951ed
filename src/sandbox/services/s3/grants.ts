import type { Grant } from '@aws-sdk/client-s3';
import type { S3Bucket } from '../../world/newcomer/s3.ts';
import type { AccountState } from '../../world/state.ts';

/**
 * The grants that S3 goes by, and shows: none where the owner alone decides, none to the public where public ACLs are
 * ignored.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-options
 */
export function grantsInForce(bucket: S3Bucket, { s3control }: AccountState): Grant[] {
  if (bucket.ownership === 'BucketOwnerEnforced') return [];
  const ignored = bucket.publicAccessBlock?.IgnorePublicAcls || s3control.publicAccessBlock?.IgnorePublicAcls;
  return ignored
    ? bucket.grants.filter(({ Grantee }) => !/\/(AllUsers|AuthenticatedUsers)$/.test(Grantee?.URI ?? ''))
    : bucket.grants;
}
