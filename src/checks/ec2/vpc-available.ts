import { describeVpcs, vpc } from '../../aws/ec2.ts';
import { tagValue } from '../../model/environment.ts';
import { fail, pass } from '../../model/finding.ts';
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
      const { VpcId = '', State = 'unknown', CidrBlock = null } = one;
      const environment = tagValue(one.Tags, 'Environment');
      const name = environment ? `${VpcId} (${environment})` : VpcId;
      const evidence = { state: State, cidr: CidrBlock, environment: environment ?? null };
      yield State === 'available'
        ? pass(vpc(aws, one), `${name} is available.`, evidence)
        : fail(vpc(aws, one), `${name} is ${State}.`, evidence);
    }
  },
});
