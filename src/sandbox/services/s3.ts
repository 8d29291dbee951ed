import type * as S3 from '@aws-sdk/client-s3';
import { publicStatements } from '../../model/policy.ts';
import { SandboxError } from '../error.ts';
import type { Handlers } from '../handlers.ts';
import { bucketOf, ownerOf } from './s3/bucket.ts';
import { grantsInForce } from './s3/grants.ts';
import { listBuckets } from './s3/list-buckets.ts';
import { listObjects } from './s3/list-objects.ts';

export const s3: Handlers<typeof S3> = {
  ListBuckets: listBuckets,
  ListObjectsV2: listObjects,

  HeadBucket: ({ Bucket }, context) => ({ BucketRegion: bucketOf(Bucket, context).region }),

  /** The one question that every region answers. A bucket of us-east-1 has no constraint. */
  GetBucketLocation({ Bucket }, context) {
    const { region } = bucketOf(Bucket, context, 'anywhere');
    if (region === 'us-east-1') return { LocationConstraint: undefined };
    // oxlint-disable-next-line typescript/consistent-type-assertions -- the SDK lists the regions of its day
    return { LocationConstraint: region as S3.BucketLocationConstraint };
  },

  GetBucketAcl({ Bucket }, context) {
    const Owner = ownerOf(context.account.id);
    const own: S3.Grant = { Grantee: { Type: 'CanonicalUser', ...Owner }, Permission: 'FULL_CONTROL' };
    return { Owner, Grants: [own, ...grantsInForce(bucketOf(Bucket, context), context.account)] };
  },

  GetBucketPolicy: ({ Bucket }, context) => ({ Policy: policyOf(bucketOf(Bucket, context)) }),

  GetBucketPolicyStatus({ Bucket }, context) {
    const statements = publicStatements(policyOf(bucketOf(Bucket, context))) ?? [];
    return { PolicyStatus: { IsPublic: statements.length > 0 } };
  },

  GetPublicAccessBlock({ Bucket }, context) {
    const { publicAccessBlock } = bucketOf(Bucket, context);
    const missing = 'The public access block configuration was not found';
    return {
      PublicAccessBlockConfiguration:
        publicAccessBlock ?? absent('NoSuchPublicAccessBlockConfiguration', missing, Bucket),
    };
  },

  GetBucketOwnershipControls({ Bucket }, context) {
    const { ownership } = bucketOf(Bucket, context);
    const missing = 'The bucket ownership controls were not found';
    return {
      OwnershipControls: {
        Rules: [{ ObjectOwnership: ownership ?? absent('OwnershipControlsNotFoundError', missing, Bucket) }],
      },
    };
  },

  GetBucketVersioning: ({ Bucket }, context) => ({ ...bucketOf(Bucket, context).versioning }),

  GetBucketTagging({ Bucket }, context) {
    const { tags } = bucketOf(Bucket, context);
    return { TagSet: tags.length > 0 ? tags : absent('NoSuchTagSet', 'The TagSet does not exist', Bucket) };
  },

  /** S3 encrypts every new object with a key of its own, unless told otherwise. */
  GetBucketEncryption({ Bucket }, context) {
    bucketOf(Bucket, context);
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false } as const;
    return { ServerSideEncryptionConfiguration: { Rules: [rule] } };
  },

  GetBucketLifecycleConfiguration({ Bucket }, context) {
    const { lifecycle } = bucketOf(Bucket, context);
    const missing = 'The lifecycle configuration does not exist';
    return {
      Rules: lifecycle.length > 0 ? lifecycle : absent('NoSuchLifecycleConfiguration', missing, Bucket),
      TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
    };
  },
};

function policyOf({ name, policy }: { readonly name: string; readonly policy?: string }): string {
  return policy ?? absent('NoSuchBucketPolicy', 'The bucket policy does not exist', name);
}

function absent(code: string, message: string, bucket: string | undefined): never {
  throw new SandboxError(code, message, 404, { BucketName: bucket });
}
