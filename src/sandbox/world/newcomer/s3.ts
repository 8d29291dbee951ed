import type {
  _Object,
  Grant,
  LifecycleRule,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  Tag,
  VersioningConfiguration,
} from '@aws-sdk/client-s3';
import { BUCKETS, bucketName, type BucketName } from './cast.ts';
import { type AccountSeed, before, DAY_MS } from './seed.ts';

export interface S3Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdAt: Date;
  /** As written; what of it is in force is another question. The owner's own grant goes without saying. */
  readonly grants: Grant[];
  policy?: string;
  publicAccessBlock?: PublicAccessBlockConfiguration;
  /** Absent: a bucket from before there were ownership controls. */
  ownership?: ObjectOwnership;
  versioning: VersioningConfiguration;
  readonly tags: Tag[];
  readonly lifecycle: LifecycleRule[];
  readonly objects: _Object[];
}

/** What one account holds of s3, in all of its regions. */
export interface S3State {
  readonly buckets: S3Bucket[];
}

export const ALL_BLOCKED: PublicAccessBlockConfiguration = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

type BucketSeed = Partial<Omit<S3Bucket, 'name' | 'createdAt'>> & { readonly ageDays?: number };

/** A bucket of today, which is closed to the public and whose ACL has no force, but for what the seed says. */
export function s3Bucket(start: Date, name: string, seed: BucketSeed = {}): S3Bucket {
  const { ageDays = 400, ...rest } = seed;
  return {
    name,
    region: 'us-east-1',
    createdAt: before(start, ageDays * DAY_MS),
    grants: [],
    versioning: {},
    tags: [],
    lifecycle: [],
    objects: [],
    ...rest,
  };
}

/** A grant to a group that everybody is in, or everybody with an AWS account. */
function groupGrant(group: 'AllUsers' | 'AuthenticatedUsers', Permission: 'READ' | 'WRITE'): Grant {
  return { Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/global/${group}` }, Permission };
}

function readByEverybody(bucket: string): string {
  return policyOf({
    Sid: 'PublicRead',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
  });
}

export function seedS3({ accountId, start }: AccountSeed): S3State {
  return {
    buckets: BUCKETS.map((name) => s3Bucket(start, bucketName(accountId, name), furnish(accountId, start, name))),
  };
}

const CLOSED = { publicAccessBlock: ALL_BLOCKED, ownership: 'BucketOwnerEnforced' } as const;
const VERSIONED = { versioning: { Status: 'Enabled' } } as const;

/** Open to the public: campaign-assets, legacy-downloads and partner-drop. press-kit and status-page only look it. */
function furnish(accountId: string, start: Date, name: BucketName): BucketSeed {
  const full = bucketName(accountId, name);
  const owned = (Value: string): Tag[] => [{ Key: 'Team', Value }];
  switch (name) {
    case 'artifacts':
      return {
        ...CLOSED,
        ...VERSIONED,
        tags: owned('platform'),
        objects: objects(start, 'releases/web-service-', '.tar.gz', 6),
      };
    case 'campaign-assets':
      return { ageDays: 1100, policy: readByEverybody(full), tags: owned('marketing') };
    case 'cloudtrail-logs':
      return {
        ...CLOSED,
        versioning: { Status: 'Enabled', MFADelete: 'Enabled' },
        policy: cloudTrailWrites(full),
        tags: [...owned('security'), { Key: 'purpose', Value: 'logs' }],
        lifecycle: [{ ID: 'expire', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 400 } }],
      };
    case 'database-exports':
      return { ...CLOSED, versioning: { Status: 'Suspended' }, tags: owned('data') };
    case 'invoices':
      return { ...VERSIONED, ageDays: 1400, tags: owned('finance') };
    case 'legacy-downloads':
      return { ageDays: 1900, grants: [groupGrant('AllUsers', 'READ')], tags: owned('marketing') };
    case 'partner-drop':
      return { ageDays: 1500, ownership: 'ObjectWriter', grants: [groupGrant('AuthenticatedUsers', 'WRITE')] };
    case 'press-kit':
      return { ...VERSIONED, ageDays: 1300, publicAccessBlock: ALL_BLOCKED, grants: [groupGrant('AllUsers', 'READ')] };
    case 'status-page':
      return {
        ...VERSIONED,
        ageDays: 1000,
        policy: readByEverybody(full),
        publicAccessBlock: { ...ALL_BLOCKED, BlockPublicAcls: false, IgnorePublicAcls: false },
      };
    case 'terraform-state':
      return { ...CLOSED, ...VERSIONED, objects: objects(start, 'layer-', '/terraform.tfstate', 3) };
    case 'replica':
      return { ...CLOSED, ...VERSIONED, region: 'eu-west-1', ageDays: 300 };
  }
}

function cloudTrailWrites(bucket: string): string {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  return policyOf(
    { Sid: 'AclCheck', Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${bucket}` },
    { Sid: 'Write', Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/AWSLogs/*` },
  );
}

function policyOf(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function objects(start: Date, prefix: string, suffix: string, count: number): _Object[] {
  return Array.from({ length: count }, (_, index) => ({
    Key: `${prefix}${index + 1}${suffix}`,
    LastModified: before(start, (count - index) * 5 * DAY_MS),
    Size: 40_000 + index * 1000,
    StorageClass: 'STANDARD' as const,
    ETag: `"${'0'.repeat(31)}${index}"`,
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html: S3 sees to one by itself
    ChecksumAlgorithm: ['CRC64NVME' as const],
    ChecksumType: 'FULL_OBJECT' as const,
  }));
}
