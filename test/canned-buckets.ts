import { answering, awsError } from './answers.ts';

/** A bucket as a canned S3 answers for it; an Error is what that read gives. */
export interface CannedBucket {
  readonly name: string;
  readonly region?: string;
  readonly block?: 'all' | object | Error;
  readonly grants?: readonly (readonly [group: string, permission: string])[] | Error;
  readonly policy?: object | Error;
  readonly ownership?: string | Error;
}

interface CannedAccount {
  readonly block?: 'all' | object | Error;
  /** `own`: as AWS answers. `silent`: 200 without IsPublic, as some endpoints do. `html`: not implemented. */
  readonly status?: 'own' | 'silent' | 'html';
}

export const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
export const OPEN_POLICY = { Statement: [{ Sid: 'Site', Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }] };
export const SERVICE_POLICY = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject' }],
};

export function cannedS3(buckets: readonly CannedBucket[], account: CannedAccount = {}) {
  const find = (name: string): CannedBucket => buckets.find((bucket) => bucket.name === name) ?? { name };
  const missing = (code: string): Error => awsError(code, code, 404);
  const blockOf = (block: CannedBucket['block']): object => {
    if (block === undefined) return missing('NoSuchPublicAccessBlockConfiguration');
    return block instanceof Error ? block : { PublicAccessBlockConfiguration: block === 'all' ? ALL_BLOCKED : block };
  };
  type Input = { readonly Bucket: string };
  return answering({
    's3control:GetPublicAccessBlock': () => blockOf(account.block),
    's3:ListBuckets': {
      Buckets: buckets.map(({ name, region }) => ({
        Name: name,
        ...(region !== undefined && { BucketRegion: region }),
      })),
    },
    's3:GetPublicAccessBlock': ({ Bucket }: Input) => blockOf(find(Bucket).block),
    's3:GetBucketAcl': ({ Bucket }: Input) => {
      const { grants = [] } = find(Bucket);
      if (grants instanceof Error) return grants;
      const own = { Grantee: { Type: 'CanonicalUser', ID: 'me' }, Permission: 'FULL_CONTROL' };
      const public_ = grants.map(([group, Permission]) => ({
        Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/global/${group}` },
        Permission,
      }));
      return { Grants: [own, ...public_] };
    },
    's3:GetBucketPolicyStatus': ({ Bucket }: Input) => {
      if (account.status === 'silent') return { PolicyStatus: {} };
      if (account.status === 'html') return awsError('UnknownError', '<html>', 500);
      const { policy } = find(Bucket);
      if (policy instanceof Error) return policy;
      return policy ? { PolicyStatus: { IsPublic: policy === OPEN_POLICY } } : missing('NoSuchBucketPolicy');
    },
    's3:GetBucketPolicy': ({ Bucket }: Input) => {
      const { policy } = find(Bucket);
      if (policy instanceof Error) return policy;
      return policy ? { Policy: JSON.stringify(policy) } : missing('NoSuchBucketPolicy');
    },
    's3:GetBucketOwnershipControls': ({ Bucket }: Input) => {
      const { ownership } = find(Bucket);
      if (ownership instanceof Error) return ownership;
      return ownership
        ? { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } }
        : missing('OwnershipControlsNotFoundError');
    },
  });
}
