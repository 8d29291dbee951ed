import type { Address, NetworkInterfaceAssociation } from '@aws-sdk/client-ec2';
import { ec2Id, hexOf, type Place } from '../cast.ts';
import type { RegionSeed } from '../seed.ts';

interface AddressRole {
  readonly name: string;
  readonly publicIp: string;
  /** The network interface it is associated with, by what its id is made of; with nothing where absent. */
  readonly on?: string;
  /** The instance that this is an interface of. */
  readonly instance?: string;
  readonly privateIp?: string;
}

/** legacy-app is stopped, failover-eni is attached to nothing, and old-campaign is associated with nothing at all. */
const HOME: readonly (Omit<AddressRole, 'publicIp'> & { readonly octet: number })[] = [
  { name: 'bastion', octet: 10, on: 'bastion', instance: 'bastion', privateIp: '10.0.0.10' },
  { name: 'legacy-app', octet: 21, on: 'legacy-app', instance: 'legacy-app', privateIp: '10.0.1.21' },
  { name: 'production-nat', octet: 30, on: 'nat-production-nat', privateIp: '10.0.0.250' },
  { name: 'staging-nat', octet: 31, on: 'nat-staging-nat', privateIp: '10.1.0.250' },
  { name: 'vpn-failover', octet: 44, on: 'failover-eni', privateIp: '10.0.0.77' },
  { name: 'old-campaign', octet: 45 },
];

export function seedAddresses(seed: RegionSeed): Address[] {
  return addressesIn(seed).map((role) => address(seed, role));
}

/** The addresses of a region, each region's from a block of its own. */
export function addressesIn(seed: RegionSeed): readonly AddressRole[] {
  const block =
    seed.region === 'us-east-1' ? '203.0.113' : `198.18.${Number.parseInt(hexOf(seed, 2, 'addresses'), 16)}`;
  const all = HOME.map(({ octet, ...role }) => ({ ...role, publicIp: `${block}.${octet}` }));
  if (seed.furnishing === 'home') return all;
  return seed.furnishing === 'secondary' ? all.filter(({ name }) => name === 'production-nat') : [];
}

/** The address that an instance is reached by from outside, if it has one. */
export function publicAddress(seed: RegionSeed, instance: string): string | undefined {
  return addressesIn(seed).find((role) => role.instance === instance)?.publicIp;
}

function address(place: Place, role: AddressRole): Address {
  return {
    AllocationId: ec2Id(place, 'eipalloc', role.name),
    PublicIp: role.publicIp,
    PublicIpv4Pool: 'amazon',
    Domain: 'vpc',
    NetworkBorderGroup: place.region,
    ...(role.on !== undefined && {
      AssociationId: ec2Id(place, 'eipassoc', role.name),
      NetworkInterfaceId: ec2Id(place, 'eni', role.on),
      NetworkInterfaceOwnerId: place.accountId,
      PrivateIpAddress: role.privateIp,
    }),
    ...(role.instance !== undefined && { InstanceId: ec2Id(place, 'i', role.instance) }),
    Tags: [{ Key: 'Name', Value: role.name }],
  };
}

export function associationOf(place: Place, role: AddressRole): NetworkInterfaceAssociation {
  return {
    AllocationId: ec2Id(place, 'eipalloc', role.name),
    AssociationId: ec2Id(place, 'eipassoc', role.name),
    IpOwnerId: place.accountId,
    PublicDnsName: '',
    PublicIp: role.publicIp,
  };
}
