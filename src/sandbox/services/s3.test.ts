import type { GetBucketAclOutput, ListBucketsOutput, ListObjectsV2Output } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../create.ts';
import { dispatch } from '../dispatch.ts';
import { ALL_BLOCKED, s3Bucket } from '../world/newcomer/s3.ts';

function sandbox() {
  const world = createSandbox();
  const request = { accountId: SANDBOX_ACCOUNT, accessKeyId: 'AKIASANDBOX', requestId: 'r' };
  const ask = <T>(operation: string, input: object = {}, { region = 'us-east-1', service = 's3' } = {}) =>
    dispatch(world, { ...request, service, region, operation }, input) as Promise<T>;
  return { world, account: world.account(SANDBOX_ACCOUNT), ask };
}

function bucket(name: string): string {
  return `enterprise-${name}-${SANDBOX_ACCOUNT}`;
}

test('every bucket is listed in every region, and a paged list says where each is', async () => {
  const { ask } = sandbox();
  const plain = await ask<ListBucketsOutput>('ListBuckets', {}, { region: 'ap-south-1' });
  expect(plain.Buckets).toHaveLength(11);
  expect(plain.Buckets?.every(({ BucketRegion }) => BucketRegion === undefined)).toBe(true);

  const first = await ask<ListBucketsOutput>('ListBuckets', { MaxBuckets: 8 });
  const rest = await ask<ListBucketsOutput>('ListBuckets', {
    MaxBuckets: 8,
    ContinuationToken: first.ContinuationToken,
  });
  const all = [...(first.Buckets ?? []), ...(rest.Buckets ?? [])];
  expect(all.map(({ Name }) => Name)).toEqual(plain.Buckets?.map(({ Name }) => Name));
  expect(all.find(({ Name }) => Name === bucket('replica'))?.BucketRegion).toBe('eu-west-1');
  expect(rest.ContinuationToken).toBeUndefined();

  const abroad = await ask<ListBucketsOutput>('ListBuckets', { BucketRegion: 'eu-west-1' }, { region: 'eu-west-1' });
  expect(abroad.Buckets?.map(({ Name }) => Name)).toEqual([bucket('replica')]);
  expect((await ask<ListBucketsOutput>('ListBuckets', { Prefix: 'enterprise-in' })).Buckets).toHaveLength(1);
  await expect(ask('ListBuckets', { MaxBuckets: 10_001 })).rejects.toMatchObject({ code: 'InvalidArgument' });
});

test.each([
  ['GetBucketPolicy', 'NoSuchBucketPolicy'],
  ['GetBucketPolicyStatus', 'NoSuchBucketPolicy'],
  ['GetPublicAccessBlock', 'NoSuchPublicAccessBlockConfiguration'],
  ['GetBucketOwnershipControls', 'OwnershipControlsNotFoundError'],
  ['GetBucketTagging', 'NoSuchTagSet'],
  ['GetBucketLifecycleConfiguration', 'NoSuchLifecycleConfiguration'],
])('%s of a bucket that has none is %s, and of no bucket NoSuchBucket', async (operation, code) => {
  const { account, world, ask } = sandbox();
  account.s3.buckets.push(s3Bucket(world.clock.now(), 'bare'));
  await expect(ask(operation, { Bucket: 'bare' })).rejects.toMatchObject({ code, status: 404 });
  await expect(ask(operation, { Bucket: 'nowhere' })).rejects.toMatchObject({ code: 'NoSuchBucket', status: 404 });
});

test('a bucket of another region is not answered for, but its place is told', async () => {
  const { ask } = sandbox();
  await expect(ask('GetBucketAcl', { Bucket: bucket('replica') })).rejects.toMatchObject({
    code: 'PermanentRedirect',
    status: 301,
    extra: { BucketRegion: 'eu-west-1', Endpoint: `${bucket('replica')}.s3.eu-west-1.amazonaws.com` },
  });
  expect(await ask('GetBucketLocation', { Bucket: bucket('replica') })).toEqual({ LocationConstraint: 'eu-west-1' });
  expect(await ask('GetBucketLocation', { Bucket: bucket('invoices') })).toEqual({ LocationConstraint: undefined });
  expect(await ask('HeadBucket', { Bucket: bucket('replica') }, { region: 'eu-west-1' })).toEqual({
    BucketRegion: 'eu-west-1',
  });
});

test('an ACL shows the grants in force: public ones go when a block ignores them, all when the owner alone decides', async () => {
  const { account, ask } = sandbox();
  const grants = async (name: string): Promise<(string | undefined)[]> => {
    const acl = await ask<GetBucketAclOutput>('GetBucketAcl', { Bucket: bucket(name) });
    return (acl.Grants ?? []).map(({ Grantee }) => Grantee?.URI?.split('/').at(-1) ?? Grantee?.Type);
  };
  expect(await grants('legacy-downloads')).toEqual(['CanonicalUser', 'AllUsers']);
  expect(await grants('press-kit')).toEqual(['CanonicalUser']);
  account.s3control.publicAccessBlock = { ...ALL_BLOCKED };
  expect(await grants('legacy-downloads')).toEqual(['CanonicalUser']);
});

test("the account's block is its own business: absent at first, and of no other account", async () => {
  const { account, ask } = sandbox();
  const block = (AccountId: string) => ask('GetPublicAccessBlock', { AccountId }, { service: 's3control' });
  await expect(block(SANDBOX_ACCOUNT)).rejects.toMatchObject({
    code: 'NoSuchPublicAccessBlockConfiguration',
    status: 404,
  });
  account.s3control.publicAccessBlock = ALL_BLOCKED;
  expect(await block(SANDBOX_ACCOUNT)).toEqual({ PublicAccessBlockConfiguration: ALL_BLOCKED });
  await expect(block('999999999999')).rejects.toMatchObject({ code: 'AccessDenied' });
});

test('policy status, versioning and encryption are those of the bucket', async () => {
  const { ask } = sandbox();
  const isPublic = async (name: string) =>
    (await ask<{ PolicyStatus: object }>('GetBucketPolicyStatus', { Bucket: bucket(name) })).PolicyStatus;
  expect(await isPublic('campaign-assets')).toEqual({ IsPublic: true });
  expect(await isPublic('cloudtrail-logs')).toEqual({ IsPublic: false });
  expect(await ask('GetBucketVersioning', { Bucket: bucket('legacy-downloads') })).toEqual({});
  expect(await ask('GetBucketVersioning', { Bucket: bucket('database-exports') })).toEqual({ Status: 'Suspended' });
  expect(await ask('GetBucketEncryption', { Bucket: bucket('invoices') })).toMatchObject({
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
  });
});

test('objects are listed by key, in pages, and by folder', async () => {
  const { ask } = sandbox();
  const list = (input: object) => ask<ListObjectsV2Output>('ListObjectsV2', { Bucket: bucket('artifacts'), ...input });
  const first = await list({ MaxKeys: 4 });
  expect([first.KeyCount, first.IsTruncated]).toEqual([4, true]);
  const rest = await list({ MaxKeys: 4, ContinuationToken: first.NextContinuationToken });
  expect([rest.KeyCount, rest.IsTruncated]).toEqual([2, false]);
  expect((await list({ Delimiter: '/' })).CommonPrefixes).toEqual([{ Prefix: 'releases/' }]);
  expect((await list({ Prefix: 'nothing' })).Contents).toBeUndefined();
});

test('a listing repeats what was asked of it, and names owners and escapes keys on request', async () => {
  const { ask } = sandbox();
  const list = (input: object) => ask<ListObjectsV2Output>('ListObjectsV2', { Bucket: bucket('artifacts'), ...input });
  expect(await list({ Delimiter: '/', StartAfter: 'a', EncodingType: 'url' })).toMatchObject({
    Delimiter: '/',
    StartAfter: 'a',
    EncodingType: 'url',
  });
  const owned = await list({ FetchOwner: true });
  expect(owned.Contents?.every(({ Owner }) => /^[0-9a-f]{64}$/.test(Owner?.ID ?? ''))).toBe(true);
  const none = await list({ MaxKeys: 0 });
  expect([none.KeyCount, none.IsTruncated, none.NextContinuationToken]).toEqual([0, false, undefined]);
  await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ code: 'InvalidArgument' });
});
