import { expect, test } from 'vitest';
import { awsError, judge, lines } from '../../../test/answers.ts';
import { defaultEncryption } from './default-encryption.ts';

test.each([
  [true, 'ebs-encryption-by-default: pass: New EBS volumes in us-east-1 are encrypted by default.'],
  [false, 'ebs-encryption-by-default: fail low: New EBS volumes in us-east-1 are not encrypted by default.'],
])('says whether new volumes are encrypted unasked: %s', async (EbsEncryptionByDefault, line) => {
  const findings = await judge(defaultEncryption, { 'ec2:GetEbsEncryptionByDefault': { EbsEncryptionByDefault } });
  expect(lines(findings)).toEqual([line]);
});

test('a denied read is unknown', async () => {
  const denied = awsError('UnauthorizedOperation', 'no', 403);
  const findings = await judge(defaultEncryption, { 'ec2:GetEbsEncryptionByDefault': () => denied });
  expect(lines(findings)).toEqual([
    'ec2: unknown: UnauthorizedOperation: ec2:GetEbsEncryptionByDefault is not allowed.',
  ]);
});
