import type { Naming, Pages, Questions } from '../cases.ts';
import { first, type Where } from '../roles.ts';
import type { OperationName } from '../side.ts';

const PAGES: Omit<Pages, 'list'> = {
  size: 'MaxResults',
  least: 5,
  most: 1000,
  tokenIn: 'NextToken',
  tokenOut: 'NextToken',
};

function id(operation: OperationName, path: string, unknown: string, where: Where = {}): Naming {
  const prefix = unknown.slice(0, unknown.indexOf('#'));
  return { known: [first(operation, path, where)], unknown, malformed: ['abc', `${prefix}xyz`, `${prefix}12`] };
}

function filter(Name: string, ...Values: unknown[]): object {
  return { Filters: [{ Name, Values }] };
}

const UNFIT = { 'unknown filter': filter('no-such-filter', 'x'), 'dry run': { DryRun: true } };
const TAGGED = { 'tag key of none': filter('tag-key', 'nobodys'), 'tag of none': filter('tag:nobodys', 'x') };
const vpc = first('ec2:DescribeVpcs', 'Vpcs.VpcId', { like: /production/ });
const hex = '#################';

export const ec2: Record<string, Questions> = {
  DescribeAddresses: {
    names: {
      AllocationIds: id('ec2:DescribeAddresses', 'Addresses.AllocationId', `eipalloc-${hex}`, {
        like: /AssociationId/,
      }),
      PublicIps: {
        known: [first('ec2:DescribeAddresses', 'Addresses.PublicIp')],
        unknown: '192.0.2.9',
        malformed: ['192.0.2'],
      },
    },
    also: {
      'of the VPC domain': filter('domain', 'vpc'),
      'of no instance': filter('instance-id', `i-${'0'.repeat(17)}`),
      ...TAGGED,
      ...UNFIT,
    },
  },
  DescribeAvailabilityZones: {
    names: {
      ZoneNames: { known: ['us-east-1a'], unknown: 'us-east-1z' },
      ZoneIds: { known: ['use1-az1'], unknown: 'use1-az99' },
    },
    also: { available: filter('state', 'available'), 'of no name': filter('zone-name', 'nowhere'), ...UNFIT },
  },
  DescribeImages: {
    required: { Owners: ['self'] },
    names: {
      ImageIds: id('ec2:DescribeImages', 'Images.ImageId', `ami-${hex}`, {
        input: { Owners: ['self'] },
        like: /"golden-2024"|"batch-golden/,
      }),
    },
    pages: { ...PAGES, least: 1, list: 'Images' },
    also: { available: filter('state', 'available'), 'of no name': filter('name', 'nobodys'), ...TAGGED, ...UNFIT },
  },
  DescribeInstances: {
    names: {
      InstanceIds: id('ec2:DescribeInstances', 'Reservations.Instances.InstanceId', `i-${hex}`, { like: /"running"/ }),
    },
    pages: { ...PAGES, list: 'Reservations' },
    also: {
      running: filter('instance-state-name', 'running'),
      stopped: filter('instance-state-name', 'stopped'),
      'of a VPC': filter('vpc-id', vpc),
      'of no type': filter('instance-type', 'x9.nano'),
      'page size with ids': {
        MaxResults: 5,
        InstanceIds: [first('ec2:DescribeInstances', 'Reservations.Instances.InstanceId')],
      },
      ...TAGGED,
      ...UNFIT,
    },
  },
  DescribeManagedPrefixLists: {
    names: { PrefixListIds: id('ec2:DescribeManagedPrefixLists', 'PrefixLists.PrefixListId', `pl-${hex}`) },
    pages: { ...PAGES, least: 1, most: 100, list: 'PrefixLists' },
    also: { 'of AWS': filter('owner-id', 'AWS'), 'of no name': filter('prefix-list-name', 'nobodys'), ...UNFIT },
  },
  DescribeNatGateways: {
    names: { NatGatewayIds: id('ec2:DescribeNatGateways', 'NatGateways.NatGatewayId', `nat-${hex}`) },
    pages: { ...PAGES, list: 'NatGateways' },
    also: {
      available: { Filter: [{ Name: 'state', Values: ['available'] }] },
      deleted: { Filter: [{ Name: 'state', Values: ['deleted'] }] },
      'dry run': { DryRun: true },
    },
  },
  DescribeNetworkInterfaces: {
    names: {
      NetworkInterfaceIds: id('ec2:DescribeNetworkInterfaces', 'NetworkInterfaces.NetworkInterfaceId', `eni-${hex}`, {
        like: /"InstanceId"/,
      }),
    },
    pages: { ...PAGES, list: 'NetworkInterfaces' },
    also: {
      'in use': filter('status', 'in-use'),
      'of a VPC': filter('vpc-id', vpc),
      'of no group': filter('group-id', 'sg-00000000'),
      ...TAGGED,
      ...UNFIT,
    },
  },
  DescribeRegions: {
    names: { RegionNames: { known: ['eu-west-1'], unknown: 'eu-west-99' } },
    also: { all: { AllRegions: true }, 'by endpoint': filter('endpoint', 'ec2.eu-west-1.amazonaws.com'), ...UNFIT },
  },
  DescribeSecurityGroups: {
    names: {
      GroupIds: id('ec2:DescribeSecurityGroups', 'SecurityGroups.GroupId', `sg-${hex}`, {
        like: /"(production-db|db-internal)"/,
      }),
    },
    pages: { ...PAGES, list: 'SecurityGroups' },
    also: {
      'open to the world': filter('ip-permission.cidr', '0.0.0.0/0'),
      'of a VPC': filter('vpc-id', vpc),
      'of no name': filter('group-name', 'nobodys'),
      'by a name of nobody': { GroupNames: ['nobodys'] },
      ...TAGGED,
      ...UNFIT,
    },
  },
  DescribeSnapshotAttribute: {
    required: {
      Attribute: 'createVolumePermission',
      SnapshotId: first('ec2:DescribeSnapshots', 'Snapshots.SnapshotId', { input: { OwnerIds: ['self'] } }),
    },
    names: {
      SnapshotId: {
        known: first('ec2:DescribeSnapshots', 'Snapshots.SnapshotId', { input: { OwnerIds: ['self'] } }),
        unknown: `snap-${hex}`,
        malformed: ['abc'],
      },
    },
    also: {
      'product codes': { Attribute: 'productCodes' },
      'unknown attribute': { Attribute: 'nobodys' },
      'dry run': { DryRun: true },
    },
  },
  DescribeSnapshots: {
    required: { OwnerIds: ['self'] },
    names: {
      SnapshotIds: id('ec2:DescribeSnapshots', 'Snapshots.SnapshotId', `snap-${hex}`, {
        input: { OwnerIds: ['self'] },
      }),
      OwnerIds: { known: ['123456789012'], unknown: '999999999999' },
    },
    pages: { ...PAGES, list: 'Snapshots' },
    also: {
      completed: filter('status', 'completed'),
      'of no volume': filter('volume-id', 'vol-00000000'),
      ...TAGGED,
      ...UNFIT,
    },
  },
  DescribeSubnets: {
    names: { SubnetIds: id('ec2:DescribeSubnets', 'Subnets.SubnetId', `subnet-${hex}`) },
    pages: { ...PAGES, list: 'Subnets' },
    also: {
      'of a VPC': filter('vpc-id', vpc),
      'of no zone': filter('availability-zone', 'us-east-1z'),
      ...TAGGED,
      ...UNFIT,
    },
  },
  DescribeTags: {
    pages: { ...PAGES, list: 'Tags' },
    also: { 'of VPCs': filter('resource-type', 'vpc'), 'of no key': filter('key', 'nobodys'), ...UNFIT },
  },
  DescribeVolumes: {
    names: { VolumeIds: id('ec2:DescribeVolumes', 'Volumes.VolumeId', `vol-${hex}`, { like: /"in-use"/ }) },
    pages: { ...PAGES, list: 'Volumes' },
    also: {
      available: filter('status', 'available'),
      'in use': filter('status', 'in-use'),
      'of no type': filter('volume-type', 'nobodys'),
      ...TAGGED,
      ...UNFIT,
    },
  },
  DescribeVpcs: {
    names: { VpcIds: id('ec2:DescribeVpcs', 'Vpcs.VpcId', `vpc-${hex}`) },
    pages: { ...PAGES, list: 'Vpcs' },
    also: {
      own: filter('is-default', 'false'),
      available: filter('state', 'available'),
      'of no range': filter('cidr', '192.0.2.0/24'),
      ...TAGGED,
      ...UNFIT,
    },
  },
  GetEbsEncryptionByDefault: { also: { 'dry run': { DryRun: true } } },
  GetManagedPrefixListEntries: {
    required: {
      PrefixListId: first('ec2:DescribeManagedPrefixLists', 'PrefixLists.PrefixListId', {
        like: /opsbook|partner|office|123456789012/,
      }),
    },
    names: {
      PrefixListId: {
        known: first('ec2:DescribeManagedPrefixLists', 'PrefixLists.PrefixListId', { like: /123456789012/ }),
        unknown: `pl-${hex}`,
        malformed: ['abc'],
      },
    },
    pages: { ...PAGES, least: 1, most: 100, list: 'Entries' },
  },
};
