import type {
  Address,
  CreateVolumePermission,
  Image,
  ManagedPrefixList,
  NatGateway,
  NetworkInterface,
  PrefixListEntry,
  Reservation,
  SecurityGroup,
  Snapshot,
  Subnet,
  Volume,
  Vpc,
} from '@aws-sdk/client-ec2';
import { seedAddresses } from './ec2/addresses.ts';
import { seedReservations } from './ec2/instances.ts';
import { seedInterfaces } from './ec2/interfaces.ts';
import { seedEc2Metrics } from './ec2/metrics.ts';
import { seedNatGateways } from './ec2/nat-gateways.ts';
import { seedPrefixLists, seedSecurityGroups } from './ec2/security-groups.ts';
import { seedImages, seedSnapshotPermissions, seedSnapshots } from './ec2/snapshots.ts';
import { seedVolumes } from './ec2/volumes.ts';
import { seedSubnets, seedVpcs } from './ec2/vpcs.ts';
import type { RegionSeed } from './seed.ts';

/** What one region of an account holds of ec2. */
export interface Ec2State {
  readonly vpcs: Vpc[];
  readonly subnets: Subnet[];
  readonly securityGroups: SecurityGroup[];
  readonly prefixLists: PrefixListState[];
  readonly networkInterfaces: NetworkInterface[];
  readonly natGateways: NatGateway[];
  readonly addresses: Address[];
  readonly reservations: Reservation[];
  readonly volumes: Volume[];
  /** The account's own, and those of others that it may restore. */
  readonly snapshots: Snapshot[];
  /** Who else may make volumes of a snapshot, by snapshot id. */
  readonly snapshotPermissions: Map<string, CreateVolumePermission[]>;
  readonly images: Image[];
  readonly defaults: { ebsEncryption: boolean };
}

export interface PrefixListState {
  readonly list: ManagedPrefixList;
  readonly entries: PrefixListEntry[];
}

export function seedEc2(seed: RegionSeed): Ec2State {
  seedEc2Metrics(seed);
  return {
    vpcs: seedVpcs(seed),
    subnets: seedSubnets(seed),
    securityGroups: seedSecurityGroups(seed),
    prefixLists: seedPrefixLists(seed),
    networkInterfaces: seedInterfaces(seed),
    natGateways: seedNatGateways(seed),
    addresses: seedAddresses(seed),
    reservations: seedReservations(seed),
    volumes: seedVolumes(seed),
    snapshots: seedSnapshots(seed),
    snapshotPermissions: seedSnapshotPermissions(seed),
    images: seedImages(seed),
    defaults: { ebsEncryption: seed.furnishing === 'secondary' },
  };
}
