import type {
  Address,
  DescribeAddressesCommandInput,
  DescribeAddressesCommandOutput,
  DescribeVpcsCommandInput,
  DescribeVpcsCommandOutput,
  Vpc,
} from '@aws-sdk/client-ec2';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list } from './read.ts';

export type { Address, Vpc } from '@aws-sdk/client-ec2';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html (no paging) */
export const describeAddresses = list<DescribeAddressesCommandInput, DescribeAddressesCommandOutput, Address>(
  'ec2',
  'DescribeAddresses',
  { items: (page) => page.Addresses },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html */
export const describeVpcs = list<DescribeVpcsCommandInput, DescribeVpcsCommandOutput, Vpc>('ec2', 'DescribeVpcs', {
  items: (page) => page.Vpcs,
  next: ['NextToken', (page) => page.NextToken],
  page: { MaxResults: 1000 },
});

export function elasticIp(aws: Aws, address: Address): Resource {
  return ec2Resource(aws, 'AWS::EC2::EIP', 'elastic-ip', address.AllocationId ?? address.PublicIp ?? '');
}

export function vpc(aws: Aws, { VpcId = '' }: Vpc): Resource {
  return ec2Resource(aws, 'AWS::EC2::VPC', 'vpc', VpcId);
}

function ec2Resource(aws: Aws, type: string, kind: string, id: string): Resource {
  return { type, id, arn: `arn:${aws.partition}:ec2:${aws.region}:${aws.account}:${kind}/${id}` };
}
