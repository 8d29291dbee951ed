import { expect, test } from 'vitest';
import { awsError, judge, lines } from '../../../test/answers.ts';
import { accountPublicAccessBlocked } from './account-public-access-blocked.ts';

const ALL = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

async function judged(answer: object): Promise<string[]> {
  return lines(await judge(accountPublicAccessBlocked, { 's3control:GetPublicAccessBlock': () => answer }));
}

test('passes when all four flags are on, and says which are off', async () => {
  expect(await judged({ PublicAccessBlockConfiguration: ALL })).toEqual([
    '123456789012: pass: All four flags of the account are on.',
  ]);
  expect(await judged({ PublicAccessBlockConfiguration: { ...ALL, RestrictPublicBuckets: false } })).toEqual([
    '123456789012: fail high: The account leaves RestrictPublicBuckets off.',
  ]);
});

test('an account that was never told has all four off', async () => {
  expect(await judged(awsError('NoSuchPublicAccessBlockConfiguration', 'none', 404))).toEqual([
    '123456789012: fail high: The account leaves BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets off.',
  ]);
});

test('a denied read is unknown and names the action, which is not the operation', async () => {
  expect(await judged(awsError('AccessDenied', 'Access Denied', 403))).toEqual([
    's3control: unknown: AccessDenied: s3:GetAccountPublicAccessBlock is not allowed.',
  ]);
});
