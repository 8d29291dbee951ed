import { expect, test } from 'vitest';
import { answering, judge, lines } from '../../../test/answers.ts';
import { vpcAvailable } from './vpc-available.ts';

test('E1.2 gives every VPC a verdict and says which environment it is of', async () => {
  const findings = await judge(vpcAvailable, {
    'ec2:DescribeVpcs': {
      Vpcs: [
        {
          VpcId: 'vpc-1',
          State: 'available',
          CidrBlock: '10.0.0.0/16',
          Tags: [{ Key: 'Environment', Value: 'production' }],
        },
        { VpcId: 'vpc-2', State: 'pending' },
      ],
    },
  });
  expect(lines(findings)).toEqual([
    'vpc-2: fail high: vpc-2 is pending.',
    'vpc-1: pass: vpc-1 (production) is available.',
  ]);
  expect(findings[1]?.resource.arn).toBe('arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1');
});

test('a state that AWS does not tell is unknown', async () => {
  const findings = await judge(vpcAvailable, { 'ec2:DescribeVpcs': { Vpcs: [{ VpcId: 'vpc-1' }] } });
  expect(lines(findings)).toEqual(['vpc-1: unknown: AWS does not say in which state vpc-1 is.']);
});

test('reads every page', async () => {
  const transport = answering({
    'ec2:DescribeVpcs': ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { Vpcs: [{ VpcId: 'vpc-1', State: 'available' }], NextToken: 'more' }
        : { Vpcs: [{ VpcId: 'vpc-2', State: 'available' }] },
  });
  expect(await judge(vpcAvailable, transport)).toHaveLength(2);
  expect(transport.asked.map(({ input }) => input)).toEqual([
    { MaxResults: 1000 },
    { MaxResults: 1000, NextToken: 'more' },
  ]);
});
