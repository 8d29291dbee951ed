import type { IpPermission, PrefixListEntry, SecurityGroup, Tag } from '@aws-sdk/client-ec2';
import { ec2Id, type EnvironmentName, hexOf, type Place, SECURITY_GROUPS } from '../cast.ts';
import type { PrefixListState } from '../ec2.ts';
import type { RegionSeed } from '../seed.ts';
import { DEFAULT_VPC, environmentsOf, hasDefaultVpc, tagsOf } from './vpcs.ts';

type GroupName = (typeof SECURITY_GROUPS)[number];

const IN_SECONDARY: readonly GroupName[] = ['production-alb', 'production-app', 'production-db'];
/** What the migration's prefix list leaves to the CIDR beside it: the two together are the whole internet. */
const MIGRATION_PREFIX_LIST = 'migration-partners';

export function seedSecurityGroups(seed: RegionSeed): SecurityGroup[] {
  const names = { home: SECURITY_GROUPS, secondary: IN_SECONDARY, empty: [] }[seed.furnishing];
  const vpcs = [...environmentsOf(seed), ...(hasDefaultVpc(seed) ? [DEFAULT_VPC] : [])];
  return [
    ...names.map((name) => {
      const environment: EnvironmentName = name.startsWith('staging') ? 'staging' : 'production';
      return securityGroup(seed, {
        name,
        vpc: environment,
        ingress: ingressOf(seed, name),
        tags: tagsOf(environment, name),
      });
    }),
    ...vpcs.map((vpc) => defaultGroup(seed, vpc)),
  ];
}

export function seedPrefixLists(seed: RegionSeed): PrefixListState[] {
  const given = [
    awsPrefixList(seed, 's3', ['16.15.176.0/20', '3.5.0.0/19', '52.216.0.0/15']),
    awsPrefixList(seed, 'dynamodb', ['3.218.180.0/22', '52.94.0.0/22']),
  ];
  if (seed.furnishing !== 'home') return given;
  const entries = [
    { Cidr: '128.0.0.0/2', Description: 'partner network, first half' },
    { Cidr: '192.0.0.0/2', Description: 'partner network, second half' },
  ];
  return [...given, prefixList(seed, MIGRATION_PREFIX_LIST, entries)];
}

function ingressOf(place: Place, name: GroupName): IpPermission[] {
  const from = (group: GroupName): IpPermission => ({
    UserIdGroupPairs: [{ GroupId: ec2Id(place, 'sg', group), UserId: place.accountId }],
  });
  switch (name) {
    case 'production-alb':
      return [tcp(443, world('from everywhere')), tcp(80, world('redirects to HTTPS'))];
    case 'staging-alb':
      return [tcp(443, ipv4('0.0.0.0/0', 'from everywhere'))];
    case 'production-app':
      return [tcp(8080, from('production-alb'))];
    case 'staging-app':
      return [tcp(8080, from('staging-alb'))];
    case 'production-db':
      return [tcp(5432, from('production-app')), tcp(3306, from('production-app'))];
    case 'bastion-ssh':
      return [tcp(22, ipv4('0.0.0.0/0', 'temporary'))];
    case 'reporting-db':
      return [
        tcp(5432, {
          ...ipv4('0.0.0.0/0', 'BI tool'),
          PrefixListIds: [{ PrefixListId: ec2Id(place, 'pl', MIGRATION_PREFIX_LIST), Description: 'partners' }],
        }),
      ];
    case 'legacy-rdp':
      return [tcp(3389, ipv6('::/0', 'vendor support'))];
    case 'migration-mysql':
      return [
        tcp(3306, {
          ...ipv4('0.0.0.0/1', 'migration'),
          PrefixListIds: [{ PrefixListId: ec2Id(place, 'pl', MIGRATION_PREFIX_LIST), Description: 'migration' }],
        }),
      ];
    case 'partner-webhook':
      return [tcp(8443, ipv4('0.0.0.0/0', 'partner callbacks'))];
  }
}

type Sources = Pick<IpPermission, 'IpRanges' | 'Ipv6Ranges' | 'PrefixListIds' | 'UserIdGroupPairs'>;

export function tcp(port: number, sources: Sources): IpPermission {
  return {
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    IpRanges: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
    ...sources,
  };
}

function ipv4(CidrIp: string, Description: string): Sources {
  return { IpRanges: [{ CidrIp, Description }] };
}

function ipv6(CidrIpv6: string, Description: string): Sources {
  return { Ipv6Ranges: [{ CidrIpv6, Description }] };
}

function world(description: string): Sources {
  return { ...ipv4('0.0.0.0/0', description), ...ipv6('::/0', description) };
}

interface GroupPlan {
  readonly name: string;
  readonly vpc: string;
  readonly ingress: IpPermission[];
  readonly description?: string;
  /** The id is made of this, where the name is not unique. */
  readonly key?: string;
  readonly tags?: Tag[];
}

export function securityGroup(place: Place, plan: GroupPlan): SecurityGroup {
  const { accountId, region } = place;
  const id = ec2Id(place, 'sg', plan.key ?? plan.name);
  return {
    GroupId: id,
    GroupName: plan.name,
    Description: plan.description ?? `${plan.name} security group`,
    OwnerId: accountId,
    VpcId: ec2Id(place, 'vpc', plan.vpc),
    SecurityGroupArn: `arn:aws:ec2:${region}:${accountId}:security-group/${id}`,
    IpPermissions: plan.ingress,
    IpPermissionsEgress: [
      {
        IpProtocol: '-1',
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [],
      },
    ],
    Tags: plan.tags ?? [],
  };
}

/** AWS makes one with every VPC: its members may reach each other. */
function defaultGroup(place: Place, vpc: string): SecurityGroup {
  const key = `default-${vpc}`;
  const own = { GroupId: ec2Id(place, 'sg', key), UserId: place.accountId };
  return securityGroup(place, {
    name: 'default',
    key,
    vpc,
    description: 'default VPC security group',
    ingress: [{ IpProtocol: '-1', IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [own] }],
  });
}

function prefixList(place: Place, name: string, entries: PrefixListEntry[]): PrefixListState {
  const id = ec2Id(place, 'pl', name);
  return {
    list: {
      PrefixListId: id,
      PrefixListName: name,
      AddressFamily: 'IPv4',
      State: 'create-complete',
      PrefixListArn: `arn:aws:ec2:${place.region}:${place.accountId}:prefix-list/${id}`,
      MaxEntries: 20,
      Version: 1,
      OwnerId: place.accountId,
      Tags: [],
    },
    entries,
  };
}

/**
 * What AWS keeps for each of its services; its own lists have neither version nor a size to grow to.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
function awsPrefixList({ region }: Place, service: string, cidrs: readonly string[]): PrefixListState {
  const id = `pl-${hexOf({ accountId: 'aws', region }, 8, 'pl', service)}`;
  return {
    list: {
      PrefixListId: id,
      PrefixListName: `com.amazonaws.${region}.${service}`,
      AddressFamily: 'IPv4',
      State: 'create-complete',
      PrefixListArn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`,
      OwnerId: 'AWS',
      Tags: [],
    },
    entries: cidrs.map((Cidr) => ({ Cidr })),
  };
}
