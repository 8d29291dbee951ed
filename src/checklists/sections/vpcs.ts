import { describeVpcs } from '../../aws/ec2.ts';
import { tagValue } from '../../model/environment.ts';
import { defineSection } from '../define.ts';

export const vpcs = defineSection({
  id: 'vpcs',
  title: 'VPCs',
  scope: 'region',
  calls: ['ec2:DescribeVpcs'],
  columns: [
    { key: 'vpc', label: 'VPC' },
    { key: 'state', label: 'State' },
    { key: 'environment', label: 'Environment' },
    { key: 'cidr', label: 'CIDR' },
  ],
  async compose({ aws }) {
    const found = await describeVpcs(aws, {});
    return {
      rows: found.map((vpc) => ({
        vpc: vpc.VpcId ?? '',
        state: vpc.State ?? 'unknown',
        environment: tagValue(vpc.Tags, 'Environment') ?? '',
        cidr: vpc.CidrBlock ?? '',
      })),
    };
  },
});
