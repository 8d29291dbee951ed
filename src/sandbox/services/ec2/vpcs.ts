import type {
  Address,
  DescribeAddressesCommandInput,
  DescribeNatGatewaysCommandInput,
  DescribeNetworkInterfacesCommandInput,
  DescribeSubnetsCommandInput,
  DescribeVpcsCommandInput,
  NatGateway,
  NetworkInterface,
  Subnet,
  Vpc,
} from '@aws-sdk/client-ec2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { nextToken, pageOf } from './paging.ts';
import { type Kind, refuseDryRun, select } from './select.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html */
export function describeVpcs(input: DescribeVpcsCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const page = pageOf(select(region.ec2.vpcs, VPC, { ids: input.VpcIds, filters: input.Filters }), input);
  return { Vpcs: page.items, ...nextToken(page) };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html */
export function describeSubnets(input: DescribeSubnetsCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const page = pageOf(select(region.ec2.subnets, SUBNET, { ids: input.SubnetIds, filters: input.Filters }), input);
  return { Subnets: page.items, ...nextToken(page) };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html */
export function describeNetworkInterfaces(input: DescribeNetworkInterfacesCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const ids = input.NetworkInterfaceIds;
  const found = select(region.ec2.networkInterfaces, INTERFACE, { ids, filters: input.Filters });
  const page = pageOf(found, input, { besides: ['networkInterfaceIdSet', ids] });
  return { NetworkInterfaces: page.items, ...nextToken(page) };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNatGateways.html */
export function describeNatGateways(input: DescribeNatGatewaysCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const page = pageOf(
    select(region.ec2.natGateways, NAT_GATEWAY, { ids: input.NatGatewayIds, filters: input.Filter }),
    input,
  );
  return { NatGateways: page.items, ...nextToken(page) };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html (no paging) */
export function describeAddresses(input: DescribeAddressesCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const { PublicIps: ips = [] } = input;
  const missing = ips.find((ip) => !region.ec2.addresses.some(({ PublicIp }) => PublicIp === ip));
  if (missing !== undefined) throw new SandboxError('InvalidAddress.NotFound', `Address '${missing}' not found.`);
  const found = select(region.ec2.addresses, ADDRESS, { ids: input.AllocationIds, filters: input.Filters });
  return { Addresses: found.filter(({ PublicIp = '' }) => ips.length === 0 || ips.includes(PublicIp)) };
}

const VPC: Kind<Vpc> = {
  id: (vpc) => vpc.VpcId,
  prefix: 'vpc',
  malformed: 'InvalidVpcID.Malformed',
  notFound: 'InvalidVpcID.NotFound',
  notFoundMessage: (ids) => `The vpc ID '${ids.join(', ')}' does not exist`,
  tags: (vpc) => vpc.Tags,
  fields: {
    cidr: (vpc) => vpc.CidrBlock,
    'cidr-block-association.association-id': (vpc) =>
      vpc.CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId),
    'cidr-block-association.cidr-block': (vpc) => vpc.CidrBlockAssociationSet?.map(({ CidrBlock }) => CidrBlock),
    'cidr-block-association.state': (vpc) => vpc.CidrBlockAssociationSet?.map((one) => one.CidrBlockState?.State),
    'dhcp-options-id': (vpc) => vpc.DhcpOptionsId,
    'is-default': (vpc) => vpc.IsDefault,
    isDefault: (vpc) => vpc.IsDefault,
    'owner-id': (vpc) => vpc.OwnerId,
    state: (vpc) => vpc.State,
    'vpc-id': (vpc) => vpc.VpcId,
  },
};

const SUBNET: Kind<Subnet> = {
  id: (subnet) => subnet.SubnetId,
  prefix: 'subnet',
  malformed: 'InvalidSubnetID.Malformed',
  notFound: 'InvalidSubnetID.NotFound',
  notFoundMessage: (ids) => `The subnet ID '${ids.join(', ')}' does not exist`,
  tags: (subnet) => subnet.Tags,
  fields: {
    'availability-zone': (subnet) => subnet.AvailabilityZone,
    availabilityZone: (subnet) => subnet.AvailabilityZone,
    'availability-zone-id': (subnet) => subnet.AvailabilityZoneId,
    'available-ip-address-count': (subnet) => subnet.AvailableIpAddressCount,
    'cidr-block': (subnet) => subnet.CidrBlock,
    cidr: (subnet) => subnet.CidrBlock,
    'default-for-az': (subnet) => subnet.DefaultForAz,
    'map-public-ip-on-launch': (subnet) => subnet.MapPublicIpOnLaunch,
    'owner-id': (subnet) => subnet.OwnerId,
    state: (subnet) => subnet.State,
    'subnet-arn': (subnet) => subnet.SubnetArn,
    'subnet-id': (subnet) => subnet.SubnetId,
    'vpc-id': (subnet) => subnet.VpcId,
  },
};

const INTERFACE: Kind<NetworkInterface> = {
  id: (one) => one.NetworkInterfaceId,
  prefix: 'eni',
  malformed: 'InvalidNetworkInterfaceId.Malformed',
  notFound: 'InvalidNetworkInterfaceID.NotFound',
  notFoundMessage: (ids) => `The networkInterface ID '${ids.join(', ')}' does not exist`,
  tags: (one) => one.TagSet,
  fields: {
    'addresses.private-ip-address': (one) => one.PrivateIpAddresses?.map(({ PrivateIpAddress }) => PrivateIpAddress),
    'association.allocation-id': (one) => one.Association?.AllocationId,
    'association.association-id': (one) => one.Association?.AssociationId,
    'association.public-ip': (one) => one.Association?.PublicIp,
    'attachment.attachment-id': (one) => one.Attachment?.AttachmentId,
    'attachment.instance-id': (one) => one.Attachment?.InstanceId,
    'attachment.instance-owner-id': (one) => one.Attachment?.InstanceOwnerId,
    'attachment.status': (one) => one.Attachment?.Status,
    'availability-zone': (one) => one.AvailabilityZone,
    description: (one) => one.Description,
    'group-id': (one) => one.Groups?.map(({ GroupId }) => GroupId),
    'interface-type': (one) => one.InterfaceType,
    'mac-address': (one) => one.MacAddress,
    'network-interface-id': (one) => one.NetworkInterfaceId,
    'owner-id': (one) => one.OwnerId,
    'private-ip-address': (one) => one.PrivateIpAddress,
    'requester-id': (one) => one.RequesterId,
    'requester-managed': (one) => one.RequesterManaged,
    'source-dest-check': (one) => one.SourceDestCheck,
    status: (one) => one.Status,
    'subnet-id': (one) => one.SubnetId,
    'vpc-id': (one) => one.VpcId,
  },
};

const NAT_GATEWAY: Kind<NatGateway> = {
  id: (gateway) => gateway.NatGatewayId,
  prefix: 'nat',
  malformed: 'NatGatewayMalformed',
  notFound: 'NatGatewayNotFound',
  notFoundMessage: ([id]) => `NAT gateway ${id} was not found`,
  tags: (gateway) => gateway.Tags,
  fields: {
    'nat-gateway-id': (gateway) => gateway.NatGatewayId,
    state: (gateway) => gateway.State,
    'subnet-id': (gateway) => gateway.SubnetId,
    'vpc-id': (gateway) => gateway.VpcId,
  },
};

const ADDRESS: Kind<Address> = {
  id: (address) => address.AllocationId,
  malformed: 'InvalidAllocationID.NotFound',
  notFound: 'InvalidAllocationID.NotFound',
  notFoundMessage: ([id]) => `The allocation ID '${id}' does not exist`,
  tags: (address) => address.Tags,
  fields: {
    'allocation-id': (address) => address.AllocationId,
    'association-id': (address) => address.AssociationId,
    domain: (address) => address.Domain,
    'instance-id': (address) => address.InstanceId,
    'network-border-group': (address) => address.NetworkBorderGroup,
    'network-interface-id': (address) => address.NetworkInterfaceId,
    'network-interface-owner-id': (address) => address.NetworkInterfaceOwnerId,
    'private-ip-address': (address) => address.PrivateIpAddress,
    'public-ip': (address) => address.PublicIp,
  },
};
