import type { Naming, Pages, Questions } from '../cases.ts';
import { first, type Role } from '../roles.ts';

const PAGES: Omit<Pages, 'list' | 'size' | 'most' | 'tokenOut'> = { least: 1, tokenIn: 'ContinuationToken' };
const UNKNOWN = { unknown: 'nobodys-bucket-############', malformed: ['Upper_Case', 'ab'] };

function bucket(like: RegExp): Role {
  return first('s3:ListBuckets', 'Buckets.Name', { like });
}

/** The bucket that has what is asked for, and one that has not. */
function of(known: RegExp, bare = /press-kit|never-versioned/): Questions {
  const Bucket: Naming = { known: bucket(known), ...UNKNOWN };
  return {
    required: { Bucket: Bucket.known },
    names: { Bucket },
    also: {
      'bucket without': { Bucket: bucket(bare) },
      'bucket of another region': { Bucket: bucket(/replica|ent-eu/) },
    },
  };
}

const POLICED = /campaign-assets|public-policy/;

export const s3: Record<string, Questions> = {
  ListBuckets: {
    pages: { ...PAGES, size: 'MaxBuckets', most: 10_000, tokenOut: 'ContinuationToken', list: 'Buckets' },
    also: {
      'of a region': { BucketRegion: 'eu-west-1' },
      'of a region without any': { BucketRegion: 'ap-south-1' },
      'prefix of none': { Prefix: 'nobodys' },
    },
  },
  ListObjectsV2: {
    required: { Bucket: bucket(/artifacts|versioned/) },
    names: { Bucket: { known: bucket(/artifacts|versioned/), ...UNKNOWN } },
    pages: { ...PAGES, size: 'MaxKeys', most: 1000, tokenOut: 'NextContinuationToken', list: 'Contents' },
    also: {
      'prefix of none': { Prefix: 'nothing' },
      'by folder': { Delimiter: '/' },
      'with owners': { FetchOwner: true },
      'in URL encoding': { EncodingType: 'url' },
      'after a key': { StartAfter: 'a' },
    },
  },
  HeadBucket: of(POLICED),
  GetBucketLocation: of(POLICED),
  GetBucketAcl: { ...of(/legacy-downloads|public-acl/), also: { 'bucket without': { Bucket: bucket(POLICED) } } },
  GetBucketPolicy: of(POLICED),
  GetPublicAccessBlock: of(/cloudtrail-logs|policy-but-blocked/, /legacy-downloads|never-versioned/),
  GetBucketOwnershipControls: of(/artifacts|my-deployment/, /legacy-downloads|never-versioned/),
  GetBucketVersioning: {
    ...of(/invoices|ent-versioned/),
    also: {
      suspended: { Bucket: bucket(/database-exports|suspended/) },
      never: { Bucket: bucket(/legacy-downloads|never-versioned/) },
    },
  },
  GetBucketTagging: of(/invoices|my-deployment/),
  GetBucketEncryption: of(/invoices|my-deployment/),
  GetBucketLifecycleConfiguration: of(/cloudtrail-logs-|my-deployment/),
};

const AccountId = { known: '123456789012', unknown: '999999999999', malformed: ['12345'], junk: false } as const;

export const s3control: Record<string, Questions> = {
  GetPublicAccessBlock: { required: { AccountId: AccountId.known }, names: { AccountId } },
};
