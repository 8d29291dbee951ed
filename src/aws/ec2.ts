import type {
  Address,
  DescribeAddressesCommandInput,
  DescribeAddressesCommandOutput,
  DescribeImagesCommandInput,
  DescribeImagesCommandOutput,
  DescribeInstancesCommandInput,
  DescribeInstancesCommandOutput,
  DescribeNatGatewaysCommandInput,
  DescribeNatGatewaysCommandOutput,
  DescribeNetworkInterfacesCommandInput,
  DescribeNetworkInterfacesCommandOutput,
  DescribeSecurityGroupsCommandInput,
  DescribeSecurityGroupsCommandOutput,
  DescribeSnapshotAttributeCommandInput,
  DescribeSnapshotAttributeCommandOutput,
  DescribeSnapshotsCommandInput,
  DescribeSnapshotsCommandOutput,
  DescribeVolumesCommandInput,
  DescribeVolumesCommandOutput,
  DescribeVpcsCommandInput,
  DescribeVpcsCommandOutput,
  GetEbsEncryptionByDefaultCommandInput,
  GetEbsEncryptionByDefaultCommandOutput,
  GetManagedPrefixListEntriesCommandInput,
  GetManagedPrefixListEntriesCommandOutput,
  Image,
  Instance,
  NatGateway,
  NetworkInterface,
  PrefixListEntry,
  SecurityGroup,
  Snapshot,
  Volume,
  Vpc,
} from '@aws-sdk/client-ec2';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list, one } from './read.ts';

export type {
  Address,
  Image,
  Instance,
  NatGateway,
  NetworkInterface,
  SecurityGroup,
  Snapshot,
  Volume,
  Vpc,
} from '@aws-sdk/client-ec2';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html (no paging) */
export const describeAddresses = list<DescribeAddressesCommandInput, DescribeAddressesCommandOutput, Address>(
  'ec2',
  'DescribeAddresses',
  { items: (page) => page.Addresses },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html */
export const describeVpcs = list<DescribeVpcsCommandInput, DescribeVpcsCommandOutput, Vpc>('ec2', 'DescribeVpcs', {
  items: (page) => page.Vpcs,
  next: ['NextToken', (page) => page.NextToken],
  page: { MaxResults: 1000 },
});

/**
 * Instances, out of the reservations that AWS packs them in. AWS refuses `InstanceIds` here, beside a page size.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
 */
export const describeInstances = list<DescribeInstancesCommandInput, DescribeInstancesCommandOutput, Instance>(
  'ec2',
  'DescribeInstances',
  {
    items: (page) => (page.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []),
    next: ['NextToken', (page) => page.NextToken],
    page: { MaxResults: 1000 },
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html (no `VolumeIds` beside a page size) */
export const describeVolumes = list<DescribeVolumesCommandInput, DescribeVolumesCommandOutput, Volume>(
  'ec2',
  'DescribeVolumes',
  {
    items: (page) => page.Volumes,
    next: ['NextToken', (page) => page.NextToken],
    page: { MaxResults: 1000 },
  },
);

const listSnapshots = list<DescribeSnapshotsCommandInput, DescribeSnapshotsCommandOutput, Snapshot>(
  'ec2',
  'DescribeSnapshots',
  {
    items: (page) => page.Snapshots,
    next: ['NextToken', (page) => page.NextToken],
    page: { OwnerIds: ['self'], MaxResults: 1000 },
  },
);

/**
 * The account's own snapshots; without an owner, AWS lists those that anybody has shared as well.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
 */
export function describeOwnSnapshots(aws: Aws): Promise<Snapshot[]> {
  return listSnapshots(aws, {});
}

/** Those of the account's own snapshots that every AWS account may make a volume of. */
export function describeOwnPublicSnapshots(aws: Aws): Promise<Snapshot[]> {
  return listSnapshots(aws, { RestorableByUserIds: ['all'] });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshotAttribute.html */
export const describeSnapshotAttribute = one<
  DescribeSnapshotAttributeCommandInput,
  DescribeSnapshotAttributeCommandOutput
>('ec2', 'DescribeSnapshotAttribute');

const listImages = list<DescribeImagesCommandInput, DescribeImagesCommandOutput, Image>('ec2', 'DescribeImages', {
  items: (page) => page.Images,
  next: ['NextToken', (page) => page.NextToken],
  page: { MaxResults: 1000 },
});

/**
 * The account's own AMIs, disabled ones included: they hold on to their snapshots too.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html
 */
export function describeOwnImages(aws: Aws): Promise<Image[]> {
  return listImages(aws, { Owners: ['self'], IncludeDisabled: true });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
export const describeSecurityGroups = list<
  DescribeSecurityGroupsCommandInput,
  DescribeSecurityGroupsCommandOutput,
  SecurityGroup
>('ec2', 'DescribeSecurityGroups', {
  items: (page) => page.SecurityGroups,
  next: ['NextToken', (page) => page.NextToken],
  page: { MaxResults: 1000 },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html */
export const describeNetworkInterfaces = list<
  DescribeNetworkInterfacesCommandInput,
  DescribeNetworkInterfacesCommandOutput,
  NetworkInterface
>('ec2', 'DescribeNetworkInterfaces', {
  items: (page) => page.NetworkInterfaces,
  next: ['NextToken', (page) => page.NextToken],
  page: { MaxResults: 1000 },
});

/** The CIDRs of one prefix list. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html */
export const getManagedPrefixListEntries = list<
  GetManagedPrefixListEntriesCommandInput,
  GetManagedPrefixListEntriesCommandOutput,
  PrefixListEntry
>('ec2', 'GetManagedPrefixListEntries', {
  items: (page) => page.Entries,
  next: ['NextToken', (page) => page.NextToken],
  page: { MaxResults: 100 },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNatGateways.html */
export const describeNatGateways = list<DescribeNatGatewaysCommandInput, DescribeNatGatewaysCommandOutput, NatGateway>(
  'ec2',
  'DescribeNatGateways',
  {
    items: (page) => page.NatGateways,
    next: ['NextToken', (page) => page.NextToken],
    page: { MaxResults: 1000 },
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html */
export const getEbsEncryptionByDefault = one<
  GetEbsEncryptionByDefaultCommandInput,
  GetEbsEncryptionByDefaultCommandOutput
>('ec2', 'GetEbsEncryptionByDefault');

export function elasticIp(aws: Aws, address: Address): Resource {
  return ec2Resource(aws, 'AWS::EC2::EIP', 'elastic-ip', address.AllocationId ?? address.PublicIp ?? '');
}

export function vpc(aws: Aws, { VpcId = '' }: Vpc): Resource {
  return ec2Resource(aws, 'AWS::EC2::VPC', 'vpc', VpcId);
}

export function instance(aws: Aws, { InstanceId = '' }: Instance): Resource {
  return ec2Resource(aws, 'AWS::EC2::Instance', 'instance', InstanceId);
}

export function volume(aws: Aws, { VolumeId = '' }: Volume): Resource {
  return ec2Resource(aws, 'AWS::EC2::Volume', 'volume', VolumeId);
}

/** CloudFormation has no snapshots; the type is the one AWS Config knows. Their ARNs carry no account. */
export function snapshot(aws: Aws, { SnapshotId = '' }: Snapshot): Resource {
  const arn = `arn:${aws.partition}:ec2:${aws.region}::snapshot/${SnapshotId}`;
  return { type: 'AWS::EC2::Snapshot', id: SnapshotId, arn };
}

export function securityGroup(aws: Aws, { GroupId = '' }: SecurityGroup): Resource {
  return ec2Resource(aws, 'AWS::EC2::SecurityGroup', 'security-group', GroupId);
}

export function natGateway(aws: Aws, { NatGatewayId = '' }: NatGateway): Resource {
  return ec2Resource(aws, 'AWS::EC2::NatGateway', 'natgateway', NatGatewayId);
}

/** A setting of the account in one region, which AWS gives neither a type nor an ARN. */
export function ebsEncryptionByDefault(aws: Aws): Resource {
  const arn = `arn:${aws.partition}:ec2:${aws.region}:${aws.account}:volume/*`;
  return { type: 'AWS::EC2::EbsEncryptionByDefault', id: 'ebs-encryption-by-default', arn };
}

function ec2Resource(aws: Aws, type: string, kind: string, id: string): Resource {
  return { type, id, arn: `arn:${aws.partition}:ec2:${aws.region}:${aws.account}:${kind}/${id}` };
}
