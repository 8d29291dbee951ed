import type { Subnet, Tag, Vpc } from '@aws-sdk/client-ec2';
import { ec2Id, ENVIRONMENTS, type EnvironmentName, type Place, SUBNET_KINDS } from '../cast.ts';
import type { RegionSeed } from '../seed.ts';

/** The VPC that AWS gives every region. https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html */
export const DEFAULT_VPC = 'default';
const DEFAULT_ZONES = ['a', 'b', 'c'] as const;

export function seedVpcs(seed: RegionSeed): Vpc[] {
  const own = environmentsOf(seed).map((environment, index) =>
    vpc(seed, { name: environment, cidr: `10.${index}.0.0/16`, tags: tagsOf(environment) }),
  );
  return hasDefaultVpc(seed) ? [...own, vpc(seed, { name: DEFAULT_VPC, cidr: '172.31.0.0/16', isDefault: true })] : own;
}

export function seedSubnets(seed: RegionSeed): Subnet[] {
  const own = environmentsOf(seed).flatMap((environment, index) =>
    SUBNET_KINDS.map((kind) =>
      subnet(seed, {
        vpc: environment,
        name: `${environment}-${kind}`,
        cidr: `10.${index}.${SUBNET_BLOCKS[kind]}`,
        zone: kind.endsWith('a') ? 'a' : 'b',
        isPublic: kind.startsWith('public'),
        tags: tagsOf(environment, `${environment}-${kind}`),
      }),
    ),
  );
  if (!hasDefaultVpc(seed)) return own;
  const given = DEFAULT_ZONES.map((zone, index) =>
    subnet(seed, {
      vpc: DEFAULT_VPC,
      name: `default-${zone}`,
      cidr: `172.31.${index * 16}.0/20`,
      zone,
      isPublic: true,
    }),
  );
  return [...own, ...given];
}

/** The production-looking region has tidied its default VPC away; other regions are as AWS made them. */
export function hasDefaultVpc({ furnishing }: RegionSeed): boolean {
  return furnishing !== 'home';
}

export function environmentsOf({ furnishing }: RegionSeed): readonly EnvironmentName[] {
  if (furnishing === 'empty') return [];
  return furnishing === 'home' ? ENVIRONMENTS : ['production'];
}

export function tagsOf(environment: EnvironmentName, name = `${environment}-vpc`): Tag[] {
  return [
    { Key: 'Environment', Value: environment },
    { Key: 'Name', Value: name },
  ];
}

/** Where taskAddress of the cast puts its tasks: 10.0.10.0 to 10.0.13.255 is private. */
const SUBNET_BLOCKS = {
  'public-a': '0.0/24',
  'public-b': '1.0/24',
  'private-a': '10.0/23',
  'private-b': '12.0/23',
} as const;

interface VpcPlan {
  readonly name: string;
  readonly cidr: string;
  readonly isDefault?: boolean;
  readonly tags?: Tag[];
}

function vpc(place: Place, { name, cidr, isDefault = false, tags = [] }: VpcPlan): Vpc {
  return {
    VpcId: ec2Id(place, 'vpc', name),
    State: 'available',
    CidrBlock: cidr,
    CidrBlockAssociationSet: [
      {
        AssociationId: ec2Id(place, 'vpc-cidr-assoc', name),
        CidrBlock: cidr,
        CidrBlockState: { State: 'associated' },
      },
    ],
    DhcpOptionsId: ec2Id(place, 'dopt', 'default'),
    InstanceTenancy: 'default',
    IsDefault: isDefault,
    OwnerId: place.accountId,
    Tags: tags,
  };
}

interface SubnetPlan {
  readonly vpc: string;
  readonly name: string;
  readonly cidr: string;
  readonly zone: string;
  readonly isPublic: boolean;
  readonly tags?: Tag[];
}

function subnet(place: Place, plan: SubnetPlan): Subnet {
  const id = ec2Id(place, 'subnet', plan.name);
  return {
    SubnetId: id,
    SubnetArn: `arn:aws:ec2:${place.region}:${place.accountId}:subnet/${id}`,
    VpcId: ec2Id(place, 'vpc', plan.vpc),
    State: 'available',
    CidrBlock: plan.cidr,
    AvailabilityZone: `${place.region}${plan.zone}`,
    AvailabilityZoneId: zoneId(place.region, plan.zone),
    // AWS keeps five addresses of each subnet.
    AvailableIpAddressCount: 2 ** (32 - Number(plan.cidr.split('/')[1])) - 5,
    DefaultForAz: plan.vpc === DEFAULT_VPC,
    MapPublicIpOnLaunch: plan.isPublic,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    OwnerId: place.accountId,
    Tags: plan.tags ?? [],
  };
}

/** `us-east-1`, `a` → `use1-az1`: the zone's name that is the same in every account. */
export function zoneId(region: string, zone: string): string {
  const [area = '', direction = '', number = ''] = region.split('-');
  const short =
    { northeast: 'ne', southeast: 'se', northwest: 'nw', southwest: 'sw' }[direction] ?? direction.slice(0, 1);
  return `${area}${short}${number}-az${zone.charCodeAt(0) - 'a'.charCodeAt(0) + 1}`;
}
