import { expect, test } from 'vitest';
import { probeOf } from './probe.ts';

test.each([
  ['iam:ListAccessKeys', { input: { MaxItems: 1 } }],
  ['ec2:DescribeVpcs', { input: { MaxResults: 5 } }],
  ['rds:DescribeDBInstances', { input: { MaxRecords: 20 } }],
  ['ec2:DescribeAddresses', { input: {} }],
  ['feed:PublicEvents', { input: {} }],
  ['s3control:GetPublicAccessBlock', { input: { AccountId: '123456789012' } }],
] as const)('asks %s for the smallest page that AWS gives', async (operation, probe) => {
  expect(await probeOf(operation, '123456789012')).toEqual(probe);
});

test.each([
  ['s3:GetBucketPolicyStatus', ['Bucket']],
  ['elbv2:DescribeTargetHealth', ['TargetGroupArn']],
] as const)('does not ask %s, which must be told %s', async (operation, needs) => {
  const probe = await probeOf(operation, '123456789012');
  expect(probe).toEqual({ needs: expect.arrayContaining([...needs]) });
});

test('an operation that nobody calls is no silent success', async () => {
  await expect(probeOf('ec2:TerminateInstances', '123456789012')).rejects.toThrow(
    'missing from src/aws/sdk/clients/ec2.ts',
  );
});
