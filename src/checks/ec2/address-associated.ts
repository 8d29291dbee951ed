import { describeAddresses, elasticIp } from '../../aws/ec2.ts';
import { fail, pass } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

export const addressAssociated = defineCheck({
  id: 'ec2-address-associated',
  title: 'Elastic IP address is in use',
  severity: 'low',
  why: 'AWS bills every public IPv4 address by the hour, used or not.',
  remediation: 'Release the address, or associate it with the instance or network interface it was kept for.',
  calls: ['ec2:DescribeAddresses'],
  async *evaluate({ aws }) {
    for (const address of await describeAddresses(aws, {})) {
      const { PublicIp: publicIp = '', AssociationId: association } = address;
      yield association
        ? pass(elasticIp(aws, address), `${publicIp} is associated with ${association}.`, { publicIp })
        : fail(elasticIp(aws, address), `${publicIp} is associated with nothing.`, { publicIp });
    }
  },
});
