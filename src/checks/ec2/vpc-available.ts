import { describeVpcs, vpc } from '../../aws/ec2.ts';
import { tagValue } from '../../model/environment.ts';
import { fail, pass, unknown } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

export const vpcAvailable = defineCheck({
  id: 'ec2-vpc-available',
  title: 'VPC is available',
  severity: 'high',
  why: 'Nothing in a VPC that is not available can be reached or started.',
  remediation: 'Look at the VPC and at AWS Health: a VPC is only ever pending while it is being created.',
  calls: ['ec2:DescribeVpcs'],
  async *evaluate({ aws }) {
    for (const one of await describeVpcs(aws, {})) {
      const { VpcId = '', State: state, CidrBlock = null } = one;
      const environment = tagValue(one.Tags, 'Environment');
      const name = environment ? `${VpcId} (${environment})` : VpcId;
      const evidence = { state: state ?? null, cidr: CidrBlock, environment: environment ?? null };
      if (state === 'available') yield pass(vpc(aws, one), `${name} is available.`, evidence);
      else if (state) yield fail(vpc(aws, one), `${name} is ${state}.`, evidence);
      else yield unknown(vpc(aws, one), `AWS does not say in which state ${name} is.`, evidence);
    }
  },
});
