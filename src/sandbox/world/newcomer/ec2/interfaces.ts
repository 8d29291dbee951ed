import type { GroupIdentifier, NetworkInterface } from '@aws-sdk/client-ec2';
import {
  DATABASES,
  ec2Id,
  hexOf,
  LOAD_BALANCERS,
  loadBalancerArn,
  type Place,
  type SECURITY_GROUPS,
  SERVICES,
  taskAddress,
  uuidOf,
} from '../cast.ts';
import { before, DAY_MS, type RegionSeed } from '../seed.ts';
import { addressesIn, associationOf } from './addresses.ts';
import { type InstanceRole, rolesIn } from './roles.ts';
import { natRolesIn } from './nat-gateways.ts';

interface InterfacePlan {
  /** Its id is made of this. */
  readonly key: string;
  readonly subnet: string;
  readonly privateIp: string;
  readonly groups: readonly (typeof SECURITY_GROUPS)[number][];
  readonly description: string;
  readonly type?: NetworkInterface['InterfaceType'];
  /** The service that made it for the account, where one did. */
  readonly requester?: string;
  readonly detached?: boolean;
}

export function seedInterfaces(seed: RegionSeed): NetworkInterface[] {
  if (seed.furnishing === 'empty') return [];
  const gateways = natRolesIn(seed).map(({ name, environment, privateIp }): InterfacePlan => ({
    key: `nat-${name}`,
    subnet: `${environment}-public-a`,
    privateIp,
    groups: [],
    description: `Interface for NAT Gateway ${ec2Id(seed, 'nat', name)}`,
    type: 'natGateway',
    requester: 'amazon-aws',
  }));
  return [
    ...rolesIn(seed).map((role) => primaryInterface(seed, role)),
    ...[...gateways, ...managed(seed)].map((plan) => networkInterface(seed, plan)),
  ];
}

/** What load balancers, databases and tasks have in the VPC: security groups are in use through these. */
function managed(seed: RegionSeed): InterfacePlan[] {
  const alb = (name: string, octet: number, group: InterfacePlan['groups'][number]): InterfacePlan[] => {
    const arn = loadBalancerArn(seed, name);
    return (['a', 'b'] as const).map((zone, index) => ({
      key: `elb-${name}-${zone}`,
      subnet: `production-public-${zone}`,
      privateIp: `10.0.${index}.${octet}`,
      groups: [group],
      description: `ELB ${arn.slice(arn.indexOf('app/'))}`,
      requester: 'amazon-elb',
    }));
  };
  const database = (name: string, privateIp: string, group: InterfacePlan['groups'][number]): InterfacePlan => ({
    key: `rds-${name}`,
    subnet: 'production-private-a',
    privateIp,
    groups: [group],
    description: 'RDSNetworkInterface',
    requester: 'amazon-rds',
  });
  const tasks = [0, 1, 2].map((index): InterfacePlan => ({
    key: `ecs-${SERVICES.web}-${index}`,
    subnet: 'production-private-a',
    privateIp: taskAddress(seed, SERVICES.web, index),
    groups: ['production-app'],
    description: `arn:aws:ecs:${seed.region}:${seed.accountId}:attachment/${uuidOf(seed, 'attachment', String(index))}`,
    requester: seed.accountId,
  }));
  const common = [
    ...alb(LOAD_BALANCERS.production, 200, 'production-alb'),
    database(DATABASES.production, '10.0.10.200', 'production-db'),
    ...tasks,
  ];
  if (seed.furnishing === 'secondary') return common;
  return [
    ...common,
    database(DATABASES.reporting, '10.0.10.210', 'reporting-db'),
    ...alb(LOAD_BALANCERS.unused, 220, 'production-alb'),
    {
      key: 'failover-eni',
      subnet: 'production-public-a',
      privateIp: '10.0.0.77',
      groups: ['production-app'],
      description: 'spare interface of the old VPN',
      detached: true,
    },
  ];
}

/** The network interface that an instance was launched with. */
export function primaryInterface(seed: RegionSeed, role: InstanceRole): NetworkInterface {
  const made = networkInterface(seed, {
    key: role.name,
    subnet: role.subnet,
    privateIp: role.privateIp,
    groups: [role.group],
    description: '',
  });
  return {
    ...made,
    Attachment: {
      ...made.Attachment,
      AttachTime: before(seed.start, role.launchedDays * DAY_MS),
      DeleteOnTermination: true,
      DeviceIndex: 0,
      InstanceId: ec2Id(seed, 'i', role.name),
      InstanceOwnerId: seed.accountId,
    },
  };
}

function networkInterface(seed: RegionSeed, plan: InterfacePlan): NetworkInterface {
  const address = addressesIn(seed).find(({ on }) => on === plan.key);
  const association = address && associationOf(seed, address);
  return {
    NetworkInterfaceId: ec2Id(seed, 'eni', plan.key),
    Status: plan.detached ? 'available' : 'in-use',
    Description: plan.description,
    InterfaceType: plan.type ?? 'interface',
    OwnerId: seed.accountId,
    RequesterManaged: plan.requester !== undefined && plan.requester !== seed.accountId,
    ...(plan.requester !== undefined && { RequesterId: plan.requester }),
    AvailabilityZone: `${seed.region}${plan.subnet.slice(-1)}`,
    SubnetId: ec2Id(seed, 'subnet', plan.subnet),
    VpcId: ec2Id(seed, 'vpc', plan.subnet.split('-')[0] ?? ''),
    PrivateIpAddress: plan.privateIp,
    PrivateIpAddresses: [
      { Primary: true, PrivateIpAddress: plan.privateIp, ...(association && { Association: association }) },
    ],
    Ipv6Addresses: [],
    MacAddress: macOf(seed, plan.key),
    SourceDestCheck: plan.type !== 'natGateway',
    Groups: plan.groups.map((name) => groupOf(seed, name)),
    ...(association && { Association: association }),
    ...(!plan.detached && {
      Attachment: {
        AttachmentId: ec2Id(seed, plan.requester === undefined ? 'eni-attach' : 'ela-attach', plan.key),
        DeleteOnTermination: false,
        DeviceIndex: 1,
        NetworkCardIndex: 0,
        Status: 'attached' as const,
        ...(plan.requester !== undefined && { InstanceOwnerId: plan.requester }),
      },
    }),
    TagSet: [],
  };
}

function groupOf(place: Place, name: string): GroupIdentifier {
  return { GroupId: ec2Id(place, 'sg', name), GroupName: name };
}

function macOf(place: Place, key: string): string {
  return `02:${hexOf(place, 10, 'mac', key).replace(/(..)(?=.)/g, '$1:')}`;
}
