import { expect, test } from 'vitest';
import { awsError, judge, lines } from '../../../test/answers.ts';
import { addressAssociated } from './address-associated.ts';

test('names every address that is billed and used by nothing', async () => {
  const findings = await judge(addressAssociated, {
    'ec2:DescribeAddresses': {
      Addresses: [
        { AllocationId: 'eipalloc-1', PublicIp: '203.0.113.1', AssociationId: 'eipassoc-1' },
        { AllocationId: 'eipalloc-2', PublicIp: '203.0.113.2' },
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'eipalloc-2: fail low: 203.0.113.2 is associated with nothing.',
    'eipalloc-1: pass: 203.0.113.1 is associated with eipassoc-1.',
  ]);
});

test('a denied read is unknown and names the missing action, never a pass', async () => {
  const denied = awsError('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
  const findings = await judge(addressAssociated, { 'ec2:DescribeAddresses': () => denied });
  expect(lines(findings)).toEqual(['ec2: unknown: UnauthorizedOperation: ec2:DescribeAddresses is not allowed.']);
  expect(findings[0]?.evidence).toMatchObject({ missingAction: 'ec2:DescribeAddresses', httpStatus: 403 });
});
