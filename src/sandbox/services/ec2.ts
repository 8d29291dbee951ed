import type * as EC2 from '@aws-sdk/client-ec2';
import type { Handlers } from '../handlers.ts';

export const ec2: Handlers<typeof EC2> = {
  DescribeAddresses: (_input, { region }) => ({ Addresses: region.ec2.addresses }),
  DescribeVpcs: (_input, { region }) => ({ Vpcs: region.ec2.vpcs }),
};
