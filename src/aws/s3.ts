import type {
  Bucket,
  GetBucketAclCommandInput,
  GetBucketAclCommandOutput,
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyCommandOutput,
  GetBucketPolicyStatusCommandInput,
  GetBucketPolicyStatusCommandOutput,
  GetBucketTaggingCommandInput,
  GetBucketTaggingCommandOutput,
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput,
  ListBucketsCommandInput,
  ListBucketsCommandOutput,
  PublicAccessBlockConfiguration,
  Tag,
} from '@aws-sdk/client-s3';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import type { AwsFault } from './fault.ts';
import { list, one, orAbsent } from './read.ts';

export type { Bucket } from '@aws-sdk/client-s3';

/**
 * The account's buckets of all regions. Only an answer to a paged request says which region each is in.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export const listBuckets = list<ListBucketsCommandInput, ListBucketsCommandOutput, Bucket>('s3', 'ListBuckets', {
  items: (page) => page.Buckets,
  next: ['ContinuationToken', (page) => page.ContinuationToken],
  page: { MaxBuckets: 1000 },
});

/**
 * The grants in force, which are not always those that were written.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html
 */
export const getBucketAcl = one<GetBucketAclCommandInput, GetBucketAclCommandOutput>('s3', 'GetBucketAcl');

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export const getBucketPolicyStatus = one<GetBucketPolicyStatusCommandInput, GetBucketPolicyStatusCommandOutput>(
  's3',
  'GetBucketPolicyStatus',
);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy = one<GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput>('s3', 'GetBucketPolicy');

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning = one<GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput>(
  's3',
  'GetBucketVersioning',
);

const getPublicAccessBlock = one<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput>(
  's3',
  'GetPublicAccessBlock',
);
const getBucketOwnershipControls = one<GetBucketOwnershipControlsCommandInput, GetBucketOwnershipControlsCommandOutput>(
  's3',
  'GetBucketOwnershipControls',
);
const getBucketTagging = one<GetBucketTaggingCommandInput, GetBucketTaggingCommandOutput>('s3', 'GetBucketTagging');

/** The four flags of S3 Block Public Access, of an account or of a bucket. */
export type PublicAccessBlock = Readonly<Record<(typeof BLOCK_FLAGS)[number], boolean>>;

export const BLOCK_FLAGS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const;
export const NO_BLOCK_CODE = 'NoSuchPublicAccessBlockConfiguration';

export function publicAccessBlock(flags: PublicAccessBlockConfiguration | undefined): PublicAccessBlock {
  return {
    BlockPublicAcls: flags?.BlockPublicAcls ?? false,
    IgnorePublicAcls: flags?.IgnorePublicAcls ?? false,
    BlockPublicPolicy: flags?.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: flags?.RestrictPublicBuckets ?? false,
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export async function bucketPublicAccessBlock(aws: Aws, Bucket: string): Promise<PublicAccessBlock> {
  const answer = await orAbsent(getPublicAccessBlock(aws, { Bucket }), NO_BLOCK_CODE);
  return publicAccessBlock(answer?.PublicAccessBlockConfiguration);
}

/**
 * Whether the bucket's ACL has any force. Buckets without ownership controls are from before there were any: their
 * ACLs do.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export async function aclsInForce(aws: Aws, Bucket: string): Promise<boolean> {
  const answer = await orAbsent(getBucketOwnershipControls(aws, { Bucket }), 'OwnershipControlsNotFoundError');
  return !answer?.OwnershipControls?.Rules?.some(({ ObjectOwnership }) => ObjectOwnership === 'BucketOwnerEnforced');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export async function bucketTags(aws: Aws, Bucket: string): Promise<readonly Tag[]> {
  const answer = await orAbsent(getBucketTagging(aws, { Bucket }), 'NoSuchTagSet');
  return answer?.TagSet ?? [];
}

/** Whether the bucket was deleted since it was listed: S3 lists one for a while after it is gone. */
export function isGone({ facts }: AwsFault): boolean {
  return facts.awsCode === 'NoSuchBucket';
}

/** The account seen from where the bucket is. Where the list did not say, the client follows S3's redirects. */
export function fromBucketRegion(aws: Aws, { BucketRegion }: Bucket): Aws {
  return BucketRegion === undefined ? aws : aws.inRegion(BucketRegion);
}

export function bucketResource(aws: Aws, { Name = '', BucketRegion }: Bucket): Resource {
  const arn = `arn:${aws.partition}:s3:::${Name}`;
  return { type: 'AWS::S3::Bucket', id: Name, arn, ...(BucketRegion !== undefined && { region: BucketRegion }) };
}
