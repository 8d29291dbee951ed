import type { Aws } from './execution.ts';
import { type Settled, settled } from './read.ts';
import {
  type Bucket,
  bucketPublicAccessBlock,
  fromBucketRegion,
  type PublicAccessBlock,
  publicAccessBlock,
} from './s3.ts';

const NOTHING_BLOCKED = publicAccessBlock(undefined);

export function settledBlock(aws: Aws, bucket: Bucket): Promise<Settled<PublicAccessBlock>> {
  return settled(bucketPublicAccessBlock(fromBucketRegion(aws, bucket), bucket.Name ?? ''));
}

/** What is blocked for sure: S3 keeps to the stricter of account and bucket, and what could not be read adds nothing. */
export function combinedBlock(...blocks: readonly (Settled<PublicAccessBlock> | undefined)[]): PublicAccessBlock {
  const known = blocks.map((block) => (block?.ok ? block.value : NOTHING_BLOCKED));
  return {
    BlockPublicAcls: known.some((block) => block.BlockPublicAcls),
    IgnorePublicAcls: known.some((block) => block.IgnorePublicAcls),
    BlockPublicPolicy: known.some((block) => block.BlockPublicPolicy),
    RestrictPublicBuckets: known.some((block) => block.RestrictPublicBuckets),
  };
}

/** Whether neither an ACL nor a policy can open a bucket any more. The other two flags only forbid new ones. */
export function shutsOutPublic(block: PublicAccessBlock): boolean {
  return block.IgnorePublicAcls && block.RestrictPublicBuckets;
}

/** How many buckets tell whether this account's buckets usually have a block of their own. */
const SAMPLE = 10;

/**
 * The buckets whose own block is the question that is likely to end it: all, where it does for half of the first ten;
 * else those ten alone, since the others will be asked for ACL and policy anyway.
 */
export async function bucketsUsuallyBlocked(
  aws: Aws,
  buckets: readonly Bucket[],
  account: Settled<PublicAccessBlock>,
): Promise<ReadonlySet<Bucket>> {
  const sample = buckets.slice(0, SAMPLE);
  const blocks = await Promise.all(sample.map((bucket) => settledBlock(aws, bucket)));
  const shut = blocks.filter((block) => shutsOutPublic(combinedBlock(account, block)));
  return new Set(shut.length * 2 >= sample.length ? buckets : sample);
}
