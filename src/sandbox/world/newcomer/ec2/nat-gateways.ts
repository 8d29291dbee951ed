import type { NatGateway } from '@aws-sdk/client-ec2';
import { ec2Id, type EnvironmentName } from '../cast.ts';
import { before, DAY_MS, type RegionSeed } from '../seed.ts';
import { addressesIn, associationOf } from './addresses.ts';
import { tagsOf } from './vpcs.ts';

export interface NatRole {
  readonly name: string;
  readonly environment: EnvironmentName;
  readonly privateIp: string;
  readonly createdDays: number;
  readonly used: boolean;
}

const ROLES: readonly NatRole[] = [
  { name: 'production-nat', environment: 'production', privateIp: '10.0.0.250', createdDays: 500, used: true },
  { name: 'staging-nat', environment: 'staging', privateIp: '10.1.0.250', createdDays: 420, used: false },
];

/** What runs in staging has reached everything through VPC endpoints for a year: its NAT gateway carries nothing. */
export function natRolesIn({ furnishing }: RegionSeed): readonly NatRole[] {
  if (furnishing === 'home') return ROLES;
  return furnishing === 'secondary' ? ROLES.filter(({ environment }) => environment === 'production') : [];
}

export function seedNatGateways(seed: RegionSeed): NatGateway[] {
  return natRolesIn(seed).map((role) => natGateway(seed, role));
}

function natGateway(seed: RegionSeed, role: NatRole): NatGateway {
  const address = addressesIn(seed).find(({ on }) => on === `nat-${role.name}`);
  const association = address && associationOf(seed, address);
  return {
    NatGatewayId: ec2Id(seed, 'nat', role.name),
    State: 'available',
    ConnectivityType: 'public',
    CreateTime: before(seed.start, role.createdDays * DAY_MS),
    VpcId: ec2Id(seed, 'vpc', role.environment),
    SubnetId: ec2Id(seed, 'subnet', `${role.environment}-public-a`),
    NatGatewayAddresses: [
      {
        AllocationId: association?.AllocationId,
        AssociationId: association?.AssociationId,
        PublicIp: association?.PublicIp,
        NetworkInterfaceId: ec2Id(seed, 'eni', `nat-${role.name}`),
        PrivateIp: role.privateIp,
        IsPrimary: true,
        Status: 'succeeded',
      },
    ],
    Tags: tagsOf(role.environment, role.name),
  };
}
