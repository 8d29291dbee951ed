import { expect, test } from 'vitest';
import { answering, awsError, judge, lines } from '../../../test/answers.ts';
import { bucketVersioned } from './bucket-versioned.ts';

const VERSIONING: Readonly<Record<string, object>> = {
  enabled: { Status: 'Enabled', MFADelete: 'Enabled' },
  suspended: { Status: 'Suspended' },
  never: {},
  denied: awsError('AccessDenied', 'Access Denied', 403),
};
type Input = { readonly Bucket: string };

function account(names: readonly string[], tags: Readonly<Record<string, readonly object[]>> = {}) {
  return answering({
    's3:ListBuckets': ({ ContinuationToken }: { readonly ContinuationToken?: string }) => {
      const at = names.indexOf(ContinuationToken ?? names[0] ?? '');
      const next = names[at + 1];
      return {
        Buckets: names.slice(at, at + 1).map((Name) => ({ Name })),
        ...(next !== undefined && { ContinuationToken: next }),
      };
    },
    's3:GetBucketVersioning': ({ Bucket }: Input) => VERSIONING[Bucket] ?? {},
    's3:GetBucketTagging': ({ Bucket }: Input) => {
      const TagSet = tags[Bucket];
      return TagSet ? { TagSet } : awsError('NoSuchTagSet', 'none', 404);
    },
  });
}

test('E6.3 every bucket of every page is judged by itself: never enabled and suspended are told apart', async () => {
  const transport = account(['denied', 'enabled', 'never', 'suspended']);
  const findings = await judge(bucketVersioned, transport);
  expect(lines(findings)).toEqual([
    'never: fail medium: Versioning was never enabled on never.',
    'suspended: fail medium: Versioning is suspended on suspended.',
    'denied: unknown: AccessDenied: s3:GetBucketVersioning is not allowed.',
    'enabled: pass: enabled keeps versions.',
  ]);
  expect(findings.at(-1)?.evidence).toEqual({ versioning: 'Enabled', mfaDelete: true });
  expect(transport.asked.map(({ operation }) => operation)).not.toContain('GetBucketTagging');
});

test('a tag excepts buckets once the configuration names it, and is read for no other', async () => {
  const purpose = (Value: string) => [{ Key: 'purpose', Value }];
  const transport = account(['enabled', 'logs', 'never', 'other'], { logs: purpose('logs'), other: purpose('site') });
  const overrides = { 's3-bucket-versioned': { enabled: true, settings: { exceptTag: 'purpose=logs' } } };
  expect(lines(await judge(bucketVersioned, transport, { overrides }))).toEqual([
    'never: fail medium: Versioning was never enabled on never.',
    'other: fail medium: Versioning was never enabled on other.',
    'enabled: pass: enabled keeps versions.',
    'logs: pass: Versioning was never enabled on logs, which its tag purpose=logs excepts.',
  ]);
  expect(transport.asked.filter(({ operation }) => operation === 'GetBucketTagging')).toHaveLength(3);
});

test('a tag without a value excepts whatever its value is', async () => {
  const overrides = { 's3-bucket-versioned': { enabled: true, settings: { exceptTag: 'logs' } } };
  const findings = await judge(bucketVersioned, account(['x'], { x: [{ Key: 'logs', Value: 'alb' }] }), { overrides });
  expect(findings.map(({ status }) => status)).toEqual(['pass']);
});

test('a bucket that was deleted since it was listed is no finding', async () => {
  const findings = await judge(bucketVersioned, {
    's3:ListBuckets': { Buckets: [{ Name: 'gone' }, { Name: 'there' }] },
    's3:GetBucketVersioning': ({ Bucket }: Input) =>
      Bucket === 'gone' ? awsError('NoSuchBucket', 'none', 404) : { Status: 'Enabled' },
  });
  expect(lines(findings)).toEqual(['there: pass: there keeps versions.']);
});
