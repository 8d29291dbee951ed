import type { Grant } from '@aws-sdk/client-s3';
import { type PublicStatement, publicStatements } from '../model/policy.ts';
import type { Aws } from './execution.ts';
import { AwsFault } from './fault.ts';
import { orAbsent, settled } from './read.ts';
import { getBucketAcl, getBucketPolicy, getBucketPolicyStatus } from './s3.ts';

/** A grant of a bucket's ACL to a group that anybody can be in. */
export interface PublicGrant {
  readonly to: 'AllUsers' | 'AuthenticatedUsers';
  readonly permission: string;
}

/** Whether a bucket's policy is public, and who said so. */
export interface PolicyAccess {
  readonly public: boolean;
  readonly source: 'GetBucketPolicyStatus' | 'own evaluation' | 'no policy';
  /** The statements that are to blame; empty where the policy itself could not be read. */
  readonly statements: readonly PublicStatement[];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups */
const GROUPS = {
  'http://acs.amazonaws.com/groups/global/AllUsers': 'AllUsers',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers': 'AuthenticatedUsers',
} as const;

export async function publicGrants(aws: Aws, Bucket: string): Promise<readonly PublicGrant[]> {
  const { Grants = [] } = await getBucketAcl(aws, { Bucket });
  return Grants.flatMap(({ Grantee, Permission }: Grant) =>
    isGroup(Grantee?.URI) ? [{ to: GROUPS[Grantee.URI], permission: Permission ?? 'something' }] : [],
  );
}

function isGroup(uri: string | undefined): uri is keyof typeof GROUPS {
  return uri !== undefined && Object.hasOwn(GROUPS, uri);
}

/**
 * Asks S3 whether policies are public. An endpoint that does not say so for the first bucket is not asked again: there
 * the policies themselves are read.
 */
export function createPolicyReader(): (aws: Aws, bucket: string) => Promise<PolicyAccess> {
  let told: Promise<boolean> | undefined;
  return async (aws, bucket) => {
    told ??= tellsPolicyStatus(aws, bucket);
    if (await told) {
      const status = await policyStatus(aws, bucket);
      if (status === 'no policy') return { public: false, source: status, statements: [] };
      if (status === 'closed') return { public: false, source: 'GetBucketPolicyStatus', statements: [] };
      if (status === 'public') {
        const read = await settled(ownEvaluation(aws, bucket));
        return { public: true, source: 'GetBucketPolicyStatus', statements: read.ok ? read.value.statements : [] };
      }
    }
    return ownEvaluation(aws, bucket);
  };
}

async function tellsPolicyStatus(aws: Aws, bucket: string): Promise<boolean> {
  const status = await settled(policyStatus(aws, bucket));
  if (status.ok) return status.value !== 'not said';
  return !['not-implemented', 'server-error'].includes(status.fault.facts.kind);
}

async function policyStatus(aws: Aws, Bucket: string): Promise<'no policy' | 'public' | 'closed' | 'not said'> {
  const answer = await orAbsent(getBucketPolicyStatus(aws, { Bucket }), 'NoSuchBucketPolicy');
  if (answer === undefined) return 'no policy';
  const { IsPublic } = answer.PolicyStatus ?? {};
  return IsPublic === undefined ? 'not said' : IsPublic ? 'public' : 'closed';
}

async function ownEvaluation(aws: Aws, Bucket: string): Promise<PolicyAccess> {
  const answer = await orAbsent(getBucketPolicy(aws, { Bucket }), 'NoSuchBucketPolicy');
  if (answer?.Policy === undefined) return { public: false, source: 'no policy', statements: [] };
  const statements = publicStatements(answer.Policy);
  if (statements === undefined) {
    // Of this one bucket: the others are judged all the same.
    throw new AwsFault(`The policy of bucket ${Bucket} is in a form that is not understood.`, {
      kind: 'rejected',
      operation: 's3:GetBucketPolicy',
      region: aws.region,
      awsCode: 'MalformedPolicy',
    });
  }
  return { public: statements.length > 0, source: 'own evaluation', statements };
}
