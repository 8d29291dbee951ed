import { expect, test } from 'vitest';
import { awsError, judge, lines, runOn } from '../../../test/answers.ts';
import { ALL_BLOCKED, type CannedBucket, cannedS3, OPEN_POLICY, SERVICE_POLICY } from '../../../test/canned-buckets.ts';
import { bucketNotPublic } from './bucket-not-public.ts';

const DENIED = awsError('AccessDenied', 'Access Denied', 403);
const PLANTED: readonly CannedBucket[] = [
  { name: 'acl-but-ignored', block: 'all', grants: [['AllUsers', 'READ']] },
  { name: 'acl-without-force', grants: [['AllUsers', 'READ']], ownership: 'BucketOwnerEnforced' },
  { name: 'authusers-acl', grants: [['AuthenticatedUsers', 'WRITE']], ownership: 'ObjectWriter' },
  { name: 'policy-but-blocked', block: { ...ALL_BLOCKED, IgnorePublicAcls: false }, policy: OPEN_POLICY },
  { name: 'private' },
  {
    name: 'public-acl',
    grants: [
      ['AllUsers', 'READ'],
      ['AllUsers', 'READ_ACP'],
    ],
  },
  { name: 'public-policy', policy: OPEN_POLICY },
  { name: 'service-policy', policy: SERVICE_POLICY },
];
const VERDICTS = [
  'authusers-acl: fail critical: authusers-acl is open to the public: its ACL grants WRITE to every AWS account.',
  'public-acl: fail critical: public-acl is open to the public: its ACL grants READ to everybody and READ_ACP to everybody.',
  'public-policy: fail critical: public-policy is open to the public: its policy lets everybody s3:GetObject.',
  'acl-but-ignored: pass: The public access block of acl-but-ignored shuts out the public.',
  'acl-without-force: pass: acl-without-force is not public: its public ACL is without effect, it has no public policy.',
  'policy-but-blocked: pass: policy-but-blocked is not public: its ACL grants nothing to the public, public policies are restricted to the account.',
  'private: pass: private is not public: its ACL grants nothing to the public, it has no public policy.',
  'service-policy: pass: service-policy is not public: its ACL grants nothing to the public, it has no public policy.',
];

test.each(['own', 'silent', 'html'] as const)(
  'E5.1 E5.2 names exactly the buckets that are open, by ACL or by policy, where the policy status is %s',
  async (status) => {
    expect(lines(await judge(bucketNotPublic, cannedS3(PLANTED, { status })))).toEqual(VERDICTS);
  },
);

test('E5.2 twelve buckets later, what would be open but for its block is still told apart', async () => {
  const crowd = Array.from({ length: 12 }, (_, index) => ({ name: `a-bulk-${index}` }));
  const findings = await judge(bucketNotPublic, cannedS3([...crowd, ...PLANTED]));
  expect(findings.filter(({ status }) => status === 'fail')).toHaveLength(3);
  const reasons = lines(findings);
  expect(reasons).toContain(
    'acl-but-ignored: pass: acl-but-ignored is not public: its public ACL is without effect, public policies are restricted to the account.',
  );
  expect(reasons).toContain(
    'policy-but-blocked: pass: policy-but-blocked is not public: its ACL grants nothing to the public, its public policy is restricted to the account.',
  );
});

async function callsOf(buckets: readonly CannedBucket[], account: Parameters<typeof cannedS3>[1] = {}) {
  const checklist = { id: 'x', title: 'x', purpose: '', checks: [bucketNotPublic], sections: [] };
  const { aws, summary } = await runOn(checklist, cannedS3(buckets, account));
  return { calls: aws.calls, byOperation: aws.byOperation, ...summary };
}

function crowd(count: number, bucket: Omit<CannedBucket, 'name'> = {}): CannedBucket[] {
  return Array.from({ length: count }, (_, index) => ({ name: `bulk-${String(index).padStart(3, '0')}`, ...bucket }));
}

test('an account that blocks everything settles every bucket in one call, and the list in another', async () => {
  expect(await callsOf(crowd(300, { policy: OPEN_POLICY }), { block: 'all' })).toMatchObject({ calls: 2, pass: 300 });
});

test('half of the account block leaves half of the questions', async () => {
  const { byOperation } = await callsOf(crowd(300), { block: { IgnorePublicAcls: true } });
  expect(byOperation).not.toHaveProperty('s3:GetBucketAcl');
  expect(byOperation['s3:GetBucketPolicyStatus']).toBe(300);
});

test('buckets that have their own block are one call each', async () => {
  expect(await callsOf(crowd(300, { block: 'all' }))).toMatchObject({ calls: 302, pass: 300 });
});

test('buckets without a block are two calls each, but for a sample of ten', async () => {
  expect(await callsOf(crowd(300))).toMatchObject({ calls: 2 + 10 + 600, pass: 300 });
});

test('an endpoint that does not tell a policy status is asked for it once', async () => {
  const { calls, byOperation } = await callsOf(crowd(300), { status: 'silent' });
  expect(byOperation['s3:GetBucketPolicyStatus']).toBe(1);
  expect(calls).toBe(2 + 10 + 600 + 1);
});

test('ownership is asked only where a public ACL has nothing else in its way', async () => {
  const { byOperation } = await callsOf([...crowd(50), ...PLANTED]);
  expect(byOperation['s3:GetBucketOwnershipControls']).toBe(3);
});

test('a bucket is asked where it is', async () => {
  const transport = cannedS3([{ name: 'far', region: 'eu-west-1', grants: [['AllUsers', 'READ']] }]);
  const [finding] = await judge(bucketNotPublic, transport);
  expect(finding).toMatchObject({ region: 'eu-west-1', status: 'fail' });
  const asked = transport.asked.filter(({ input }) => 'Bucket' in input);
  expect(new Set(asked.map(({ region }) => region))).toEqual(new Set(['eu-west-1']));
});

test('what cannot be read is unknown for that bucket alone, and only where it matters', async () => {
  const findings = await judge(
    bucketNotPublic,
    cannedS3([
      { name: 'a-acl-denied', grants: DENIED },
      { name: 'b-acl-denied-but-blocked', grants: DENIED, block: 'all' },
      { name: 'c-acl-denied-but-open', grants: DENIED, policy: OPEN_POLICY },
      { name: 'd-block-denied', block: DENIED },
      { name: 'e-block-denied-and-suspicious', block: DENIED, grants: [['AllUsers', 'READ']] },
      { name: 'f-ownership-denied', ownership: DENIED, grants: [['AllUsers', 'READ']] },
      { name: 'g-policy-denied', policy: DENIED },
    ]),
  );
  expect(lines(findings)).toEqual([
    'c-acl-denied-but-open: fail critical: c-acl-denied-but-open is open to the public: its policy lets everybody s3:GetObject.',
    'a-acl-denied: unknown: AccessDenied: s3:GetBucketAcl is not allowed.',
    'e-block-denied-and-suspicious: unknown: AccessDenied: s3:GetBucketPublicAccessBlock is not allowed.',
    'f-ownership-denied: unknown: AccessDenied: s3:GetBucketOwnershipControls is not allowed.',
    'g-policy-denied: unknown: AccessDenied: s3:GetBucketPolicyStatus is not allowed.',
    'b-acl-denied-but-blocked: pass: The public access block of b-acl-denied-but-blocked shuts out the public.',
    'd-block-denied: pass: d-block-denied is not public: its ACL grants nothing to the public, it has no public policy.',
  ]);
});

test('without the account block, a bucket that looks open is unknown and a private one still passes', async () => {
  const findings = await judge(
    bucketNotPublic,
    cannedS3([{ name: 'open', grants: [['AllUsers', 'READ']] }, { name: 'private' }], { block: DENIED }),
  );
  expect(findings.map(({ resource, status, evidence }) => [resource.id, status, evidence['missingAction']])).toEqual([
    ['open', 'unknown', 's3:GetAccountPublicAccessBlock'],
    ['private', 'pass', undefined],
  ]);
});

test('shows what makes a bucket public: grants, statements and blocks', async () => {
  const [finding] = await judge(bucketNotPublic, cannedS3([{ name: 'site', policy: OPEN_POLICY }]));
  expect(finding?.evidence).toMatchObject({
    publicGrants: [],
    publicPolicy: {
      public: true,
      source: 'GetBucketPolicyStatus',
      statements: [{ sid: 'Site', actions: ['s3:GetObject'] }],
    },
    accountBlock: { RestrictPublicBuckets: false },
    bucketBlock: { RestrictPublicBuckets: false },
  });
});

test('an account without buckets has nothing to find', async () => {
  expect(await judge(bucketNotPublic, cannedS3([]))).toEqual([]);
});

test('a bucket that was deleted since it was listed is no finding', async () => {
  const gone = awsError('NoSuchBucket', 'none', 404);
  const findings = await judge(
    bucketNotPublic,
    cannedS3([{ name: 'gone', block: gone, grants: gone, policy: gone, ownership: gone }, { name: 'private' }]),
  );
  expect(lines(findings)).toEqual([
    'private: pass: private is not public: its ACL grants nothing to the public, it has no public policy.',
  ]);
});

test('E5.2 one policy in a form that is not understood leaves the other buckets judged', async () => {
  const odd = { name: 'odd', policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 7 }] } };
  expect(lines(await judge(bucketNotPublic, cannedS3([odd, { name: 'private' }], { status: 'silent' })))).toEqual([
    'odd: unknown: The policy of bucket odd is in a form that is not understood.',
    'private: pass: private is not public: its ACL grants nothing to the public, it has no public policy.',
  ]);
});
