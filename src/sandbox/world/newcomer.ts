import { createRandom } from './random.ts';
import type { WorldBuilder } from './world.ts';

/** The account that a newcomer meets: it looks like production, and a dozen things are wrong with it. */
export const newcomer: WorldBuilder = {
  account: (id) => ({ id }),
  region(account, name, { seed }) {
    const random = createRandom(`${seed}/${account.id}/${name}`);
    const vpcs = ['production', 'staging', 'development'].map((environment, index) => ({
      VpcId: `vpc-${random.hex(17)}`,
      State: 'available' as const,
      CidrBlock: `10.${index}.0.0/16`,
      IsDefault: false,
      OwnerId: account.id,
      InstanceTenancy: 'default' as const,
      Tags: [{ Key: 'Environment', Value: environment }],
    }));
    return { name, accountId: account.id, ec2: { vpcs, addresses: [] }, cloudwatch: { series: [] } };
  },
};
