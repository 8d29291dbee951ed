import { DescribeAddressesCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { clientModule } from '../client-module.ts';

export const ec2 = clientModule(EC2Client, {
  DescribeAddresses: DescribeAddressesCommand,
  DescribeVpcs: DescribeVpcsCommand,
});
