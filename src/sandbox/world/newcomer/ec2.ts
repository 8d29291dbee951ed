import type { Address, Vpc } from '@aws-sdk/client-ec2';
import { ec2Id, ENVIRONMENTS } from './cast.ts';
import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of ec2. */
export interface Ec2State {
  readonly vpcs: Vpc[];
  readonly addresses: Address[];
}

export function seedEc2(seed: RegionSeed): Ec2State {
  return { vpcs: seedVpcs(seed), addresses: [] };
}

function seedVpcs(seed: RegionSeed): Vpc[] {
  if (seed.furnishing === 'empty') return [];
  return ENVIRONMENTS.map((environment, index) => ({
    VpcId: ec2Id(seed, 'vpc', environment),
    State: 'available',
    CidrBlock: `10.${index}.0.0/16`,
    IsDefault: false,
    OwnerId: seed.accountId,
    InstanceTenancy: 'default',
    Tags: [{ Key: 'Environment', Value: environment }],
  }));
}
