import { createPolicyReader, type PolicyAccess, type PublicGrant, publicGrants } from '../../aws/bucket-access.ts';
import { bucketsUsuallyBlocked, combinedBlock, settledBlock, shutsOutPublic } from '../../aws/bucket-block.ts';
import type { Aws } from '../../aws/execution.ts';
import { type Settled, settled } from '../../aws/read.ts';
import {
  aclsInForce,
  type Bucket,
  bucketResource,
  fromBucketRegion,
  listBuckets,
  isGone,
  type PublicAccessBlock,
} from '../../aws/s3.ts';
import { accountPublicAccessBlock } from '../../aws/s3control.ts';
import { fail, pass, type Verdict } from '../../model/finding.ts';
import { defineCheck, judgeEach } from '../define.ts';

export const bucketNotPublic = defineCheck({
  id: 's3-bucket-not-public',
  title: 'Bucket is not public',
  severity: 'critical',
  why: 'Anybody on the internet, or anybody with an AWS account, can reach what is in a public bucket.',
  remediation:
    "Turn on the bucket's Block Public Access, then take the public grant out of its ACL or policy. Serve public content through CloudFront.",
  scope: 'account',
  calls: [
    's3control:GetPublicAccessBlock',
    's3:ListBuckets',
    's3:GetPublicAccessBlock',
    's3:GetBucketAcl',
    's3:GetBucketPolicyStatus',
    's3:GetBucketPolicy',
    's3:GetBucketOwnershipControls',
  ],
  async *evaluate({ aws }) {
    const [account, buckets] = await Promise.all([settled(accountPublicAccessBlock(aws)), listBuckets(aws, {})]);
    if (account.ok && shutsOutPublic(account.value)) {
      const evidence = { accountBlock: account.value };
      for (const bucket of buckets) {
        yield pass(bucketResource(aws, bucket), "The account's public access block shuts out the public.", evidence);
      }
      return;
    }
    const policyOf = createPolicyReader();
    const blockFirst = await bucketsUsuallyBlocked(aws, buckets, account);
    yield* judgeEach(
      buckets,
      (bucket) => bucketResource(aws, bucket),
      (bucket) => judge(bucket, { aws, account, policyOf, blockFirst: blockFirst.has(bucket) }),
    );
  },
});

interface Context {
  readonly aws: Aws;
  readonly account: Settled<PublicAccessBlock>;
  readonly policyOf: (aws: Aws, bucket: string) => Promise<PolicyAccess>;
  readonly blockFirst: boolean;
}

/** What is not asked, because nothing hangs on it; null in the evidence. */
const NO_GRANTS: Settled<readonly PublicGrant[]> = { ok: true, value: [] };
const NO_POLICY: Settled<PolicyAccess> = { ok: true, value: { public: false, source: 'no policy', statements: [] } };

async function judge(bucket: Bucket, { aws, account, policyOf, blockFirst }: Context): Promise<Verdict | undefined> {
  const here = fromBucketRegion(aws, bucket);
  const name = bucket.Name ?? '';
  const first = blockFirst ? await settledBlock(aws, bucket) : undefined;
  const early = combinedBlock(account, first);
  const [grants, policy] = await Promise.all([
    early.IgnorePublicAcls ? NO_GRANTS : settled(publicGrants(here, name)),
    early.RestrictPublicBuckets ? NO_POLICY : settled(policyOf(here, name)),
  ]);
  const suspicious = !grants.ok || !policy.ok || grants.value.length > 0 || policy.value.public;
  const own = first ?? (suspicious ? await settledBlock(aws, bucket) : undefined);
  const block = combinedBlock(account, own);
  const granted = grants.ok && !block.IgnorePublicAcls ? grants.value : [];
  const acls = granted.length > 0 ? await settled(aclsInForce(here, name)) : undefined;
  const openAcl = acls?.ok === true && acls.value;
  const openPolicy = policy.ok && policy.value.public && !block.RestrictPublicBuckets;

  const resource = bucketResource(aws, bucket);
  const evidence = {
    publicGrants: grants.ok && grants !== NO_GRANTS ? grants.value.map((grant) => ({ ...grant })) : null,
    publicPolicy:
      policy.ok && policy !== NO_POLICY
        ? { ...policy.value, statements: policy.value.statements.map((one) => ({ ...one })) }
        : null,
    aclsInForce: acls?.ok ? acls.value : null,
    accountBlock: account.ok ? account.value : null,
    bucketBlock: own?.ok ? own.value : null,
  };
  if ((openAcl || openPolicy) && account.ok && own?.ok) {
    const ways = [...(openAcl ? [aclWay(granted)] : []), ...(openPolicy ? [policyWay(policy.value)] : [])];
    return fail(resource, `${name} is open to the public: ${ways.join(', and ')}.`, evidence);
  }
  // What could not be read matters only where what could be read leaves the question open.
  const open = openAcl || openPolicy;
  const needed = [
    acls,
    block.IgnorePublicAcls ? undefined : grants,
    block.RestrictPublicBuckets ? undefined : policy,
    ...(open ? [account, own] : []),
  ];
  for (const read of needed) {
    if (read?.ok !== false) continue;
    if (isGone(read.fault)) return undefined;
    throw read.fault;
  }
  return pass(resource, passReason(name, grants, policy, block), evidence);
}

function aclWay(grants: readonly PublicGrant[]): string {
  const said = grants.map(
    ({ to, permission }) => `${permission} to ${to === 'AllUsers' ? 'everybody' : 'every AWS account'}`,
  );
  return `its ACL grants ${said.join(' and ')}`;
}

function policyWay({ statements }: PolicyAccess): string {
  const actions = [...new Set(statements.flatMap((statement) => statement.actions))];
  return actions.length > 0 ? `its policy lets everybody ${actions.join(', ')}` : 'its policy is public';
}

function passReason(
  name: string,
  grants: Settled<readonly PublicGrant[]>,
  policy: Settled<PolicyAccess>,
  block: PublicAccessBlock,
): string {
  const acl = grants.ok && grants.value.length > 0;
  const open = policy.ok && policy.value.public;
  if (shutsOutPublic(block) && !acl && !open) return `The public access block of ${name} shuts out the public.`;
  const byAcl = acl
    ? 'its public ACL is without effect'
    : block.IgnorePublicAcls
      ? 'public ACLs are ignored'
      : 'its ACL grants nothing to the public';
  const byPolicy = open
    ? 'its public policy is restricted to the account'
    : block.RestrictPublicBuckets
      ? 'public policies are restricted to the account'
      : 'it has no public policy';
  return `${name} is not public: ${byAcl}, ${byPolicy}.`;
}
