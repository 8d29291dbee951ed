import type {
  AvailabilityZone,
  DescribeAddressesResult,
  DescribeImagesResult,
  DescribeInstancesResult,
  DescribeRegionsResult,
  DescribeSecurityGroupsResult,
  DescribeSnapshotsResult,
  DescribeTagsResult,
  DescribeVolumesResult,
  DescribeVpcsResult,
  GetManagedPrefixListEntriesResult,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../create.ts';
import { dispatch } from '../dispatch.ts';
import { ec2Id } from '../world/newcomer/cast.ts';

const HOME = { accountId: SANDBOX_ACCOUNT, region: 'us-east-1' };

function sandbox() {
  const world = createSandbox();
  const request = { service: 'ec2', accountId: SANDBOX_ACCOUNT, accessKeyId: 'AKIASANDBOX', requestId: 'r' };
  const ask = <T = object>(operation: string, input: object = {}, region = 'us-east-1') =>
    dispatch(world, { ...request, region, operation }, input) as Promise<T>;
  const state = world.region(SANDBOX_ACCOUNT, 'us-east-1').ec2;
  return { ask, state };
}

function filter(Name: string, ...Values: readonly string[]) {
  return { Filters: [{ Name, Values }] };
}

/** For what changes nothing. */
const UNTOUCHED = sandbox();

test.each([
  ['DescribeInstances', { InstanceIds: ['i-0123456789abcdef0'] }, 'InvalidInstanceID.NotFound'],
  ['DescribeInstances', { InstanceIds: ['web-1'] }, 'InvalidInstanceID.Malformed'],
  ['DescribeVolumes', { VolumeIds: ['vol-12345678'] }, 'InvalidVolume.NotFound'],
  ['DescribeVolumes', { VolumeIds: ['vol-1'] }, 'InvalidVolumeID.Malformed'],
  ['DescribeSnapshots', { SnapshotIds: ['snap-0123456789abcdef0'] }, 'InvalidSnapshot.NotFound'],
  ['DescribeSnapshots', { SnapshotIds: ['snap-1'] }, 'InvalidSnapshotID.Malformed'],
  ['DescribeImages', { ImageIds: ['ami-0123456789abcdef0'] }, 'InvalidAMIID.NotFound'],
  ['DescribeSecurityGroups', { GroupIds: ['sg-0123456789abcdef0'] }, 'InvalidGroup.NotFound'],
  ['DescribeSecurityGroups', { GroupIds: ['production-db'] }, 'InvalidGroupId.Malformed'],
  ['DescribeSecurityGroups', { GroupNames: ['production-db'] }, 'InvalidGroup.NotFound'],
  ['DescribeVpcs', { VpcIds: ['vpc-0123456789abcdef0'] }, 'InvalidVpcID.NotFound'],
  ['DescribeSubnets', { SubnetIds: ['subnet-0123456789abcdef0'] }, 'InvalidSubnetID.NotFound'],
  [
    'DescribeNetworkInterfaces',
    { NetworkInterfaceIds: ['eni-0123456789abcdef0'] },
    'InvalidNetworkInterfaceID.NotFound',
  ],
  ['DescribeNatGateways', { NatGatewayIds: ['nat-0123456789abcdef0'] }, 'NatGatewayNotFound'],
  ['DescribeNatGateways', { NatGatewayIds: ['nat'] }, 'NatGatewayMalformed'],
  ['DescribeAddresses', { AllocationIds: ['eipalloc-0123456789abcdef0'] }, 'InvalidAllocationID.NotFound'],
  ['DescribeAddresses', { PublicIps: ['192.0.2.1'] }, 'InvalidAddress.NotFound'],
  ['DescribeManagedPrefixLists', { PrefixListIds: ['pl-0123456789abcdef0'] }, 'InvalidPrefixListID.NotFound'],
  ['GetManagedPrefixListEntries', {}, 'MissingParameter'],
  ['DescribeSnapshotAttribute', { SnapshotId: 'snap-0123456789abcdef0' }, 'MissingParameter'],
  ['DescribeRegions', { RegionNames: ['mars-north-1'] }, 'InvalidParameterValue'],
  ['DescribeVolumes', filter('colour', 'red'), 'InvalidParameterValue'],
  ['DescribeVpcs', { MaxResults: 4 }, 'InvalidParameterValue'],
  ['DescribeVpcs', { MaxResults: 1001 }, 'InvalidParameterValue'],
  ['DescribeVpcs', { NextToken: 'forged' }, 'InvalidNextToken'],
  ['DescribeVpcs', { DryRun: true }, 'DryRunOperation'],
  ['DescribeVpcs', filter('vpc-id', ...Array.from({ length: 201 }, () => 'vpc-1')), 'FilterLimitExceeded'],
])('%s %j is refused with %s', async (operation, input, code) => {
  await expect(UNTOUCHED.ask(operation, input)).rejects.toMatchObject({ code });
});

test.each([
  ['DescribeInstances', { InstanceIds: [ec2Id(HOME, 'i', 'bastion')] }, 'instancesSet'],
  ['DescribeVolumes', { VolumeIds: [ec2Id(HOME, 'vol', 'bastion-root')] }, 'volumeSet'],
  ['DescribeSnapshots', { SnapshotIds: [ec2Id(HOME, 'snap', 'press-demo')] }, 'snapshotSet'],
])('%s takes ids or a page size, and not both', async (operation, ids, set) => {
  await expect(UNTOUCHED.ask(operation, { ...ids, MaxResults: 10 })).rejects.toMatchObject({
    code: 'InvalidParameterCombination',
    message: `The parameter ${set} cannot be used with the parameter maxResults`,
  });
});

test('pages join up to the whole list, each item once', async () => {
  const { ask, state } = sandbox();
  const seen: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const page: DescribeSnapshotsResult = await ask('DescribeSnapshots', { MaxResults: 5, NextToken: token });
    expect(page.Snapshots?.length).toBeLessThanOrEqual(5);
    seen.push(...(page.Snapshots ?? []).map(({ SnapshotId }) => SnapshotId));
    token = page.NextToken;
  } while (token !== undefined);
  expect(seen).toEqual(state.snapshots.map(({ SnapshotId }) => SnapshotId));
});

test('instances come in reservations: those launched together in one, and of one only what was asked for', async () => {
  const { ask } = UNTOUCHED;
  const all = await ask<DescribeInstancesResult>('DescribeInstances');
  expect(all.Reservations?.map(({ Instances }) => Instances?.length)).toEqual([1, 1, 2, 1, 1]);
  const one = await ask<DescribeInstancesResult>('DescribeInstances', filter('tag:Name', 'batch-2'));
  expect(
    one.Reservations?.flatMap(({ Instances = [] }) => Instances.map(({ PrivateIpAddress }) => PrivateIpAddress)),
  ).toEqual(['10.0.12.102']);
});

test('filters: values of one are alternatives, several must all hold, and * and ? stand for characters', async () => {
  const { ask } = UNTOUCHED;
  const names = async (...Filters: readonly object[]) => {
    const { Volumes = [] } = await ask<DescribeVolumesResult>('DescribeVolumes', { Filters });
    return Volumes.map(({ Tags = [] }) => Tags.find(({ Key }) => Key === 'Name')?.Value);
  };
  const gp2 = { Name: 'volume-type', Values: ['gp2'] };
  const free = { Name: 'status', Values: ['available', 'error'] };
  expect(await names(gp2)).toEqual(['legacy-app-root', 'legacy-app-data', 'postgres-migration']);
  expect(await names(gp2, free)).toEqual(['postgres-migration']);
  expect(await names({ Name: 'tag:Name', Values: ['batch-?-root', 'restore*'] })).toEqual([
    'batch-1-root',
    'batch-2-root',
    'restore-test',
  ]);
  expect(await names({ Name: 'tag:Name', Values: ['batch-\\?-root'] })).toEqual([]);
  expect(await names({ Name: 'size', Values: ['8'] })).toEqual(['bastion-root']);
  expect(await names({ Name: 'attachment.instance-id', Values: [ec2Id(HOME, 'i', 'batch-1')] })).toEqual([
    'batch-1-root',
    'batch-1-archive',
  ]);
  expect(await names({ Name: 'tag-key', Values: ['owner'] })).toEqual([]);
  expect(await names({ Name: 'status', Values: ['AVAILABLE'] })).toEqual([]);
});

test('a filter that is given twice by tag, VPC and port finds the group it means', async () => {
  const { ask } = UNTOUCHED;
  const { SecurityGroups = [] } = await ask<DescribeSecurityGroupsResult>('DescribeSecurityGroups', {
    Filters: [
      { Name: 'vpc-id', Values: [ec2Id(HOME, 'vpc', 'production')] },
      { Name: 'ip-permission.from-port', Values: ['22'] },
      { Name: 'ip-permission.cidr', Values: ['0.0.0.0/0'] },
    ],
  });
  expect(SecurityGroups.map(({ GroupName }) => GroupName)).toEqual(['bastion-ssh']);
});

test("snapshots: one's own, those restorable by all, and nobody else's private ones", async () => {
  const { ask, state } = sandbox();
  state.snapshots.push({ SnapshotId: 'snap-0000000000000000a', OwnerId: '999999999999', State: 'completed' });
  state.snapshots.push({ SnapshotId: 'snap-0000000000000000b', OwnerId: '999999999999', State: 'completed' });
  state.snapshotPermissions.set('snap-0000000000000000b', [{ Group: 'all' }]);
  const ids = async (input: object) =>
    (await ask<DescribeSnapshotsResult>('DescribeSnapshots', input)).Snapshots?.map(({ SnapshotId }) => SnapshotId);
  const demo = ec2Id(HOME, 'snap', 'press-demo');
  expect(await ids({ OwnerIds: ['self'], RestorableByUserIds: ['all'] })).toEqual([demo]);
  expect(await ids({ RestorableByUserIds: ['all'] })).toEqual([demo, 'snap-0000000000000000b']);
  expect(await ids({ OwnerIds: ['999999999999'] })).toEqual(['snap-0000000000000000b']);
  expect(await ids({ OwnerIds: ['self'] })).toHaveLength(state.snapshots.length - 2);
});

test("images: one's own by owner, Amazon's to everybody, disabled ones only when asked for", async () => {
  const { ask, state } = sandbox();
  const names = async (input: object) =>
    (await ask<DescribeImagesResult>('DescribeImages', input)).Images?.map(({ Name }) => Name);
  expect(await names({ Owners: ['self'] })).toEqual(['batch-golden-2026-01', 'batch-golden-2026-10']);
  expect(await names({ Owners: ['amazon'] })).toEqual([expect.stringContaining('al2023')]);
  const [first] = state.images;
  if (first) first.State = 'disabled';
  expect(await names({ Owners: ['self'] })).toEqual(['batch-golden-2026-10']);
  expect(await names({ Owners: ['self'], IncludeDisabled: true })).toHaveLength(2);
});

test('regions: the enabled ones, all of them, or one by name with its status', async () => {
  const { ask } = UNTOUCHED;
  const regions = async (input: object = {}) =>
    (await ask<DescribeRegionsResult>('DescribeRegions', input)).Regions ?? [];
  expect(await regions()).toHaveLength(17);
  expect((await regions({ AllRegions: true })).length).toBeGreaterThan(30);
  expect(await regions({ RegionNames: ['me-south-1'] })).toEqual([
    { RegionName: 'me-south-1', Endpoint: 'ec2.me-south-1.amazonaws.com', OptInStatus: 'not-opted-in' },
  ]);
  expect(await regions({ AllRegions: true, ...filter('opt-in-status', 'opted-in') })).toEqual([]);
});

test('zones have the ids that are the same in every account', async () => {
  const { ask } = UNTOUCHED;
  const zones = async (region: string) =>
    (await ask<{ AvailabilityZones: AvailabilityZone[] }>('DescribeAvailabilityZones', {}, region)).AvailabilityZones;
  expect((await zones('us-east-1')).map(({ ZoneName }) => ZoneName).join()).toBe(
    'us-east-1a,us-east-1b,us-east-1c,us-east-1d,us-east-1e,us-east-1f',
  );
  expect((await zones('ap-southeast-1')).map(({ ZoneId }) => ZoneId)).toEqual(['apse1-az1', 'apse1-az2', 'apse1-az3']);
});

test('a region that nobody uses has what AWS made there', async () => {
  const { ask } = UNTOUCHED;
  const { Vpcs = [] } = await ask<DescribeVpcsResult>('DescribeVpcs', {}, 'sa-east-1');
  expect(Vpcs.map(({ IsDefault, CidrBlock }) => [IsDefault, CidrBlock])).toEqual([[true, '172.31.0.0/16']]);
  const named = await ask<DescribeSecurityGroupsResult>(
    'DescribeSecurityGroups',
    { GroupNames: ['default'] },
    'sa-east-1',
  );
  expect(named.SecurityGroups?.[0]?.VpcId).toBe(Vpcs[0]?.VpcId);
  expect(await ask('DescribeInstances', {}, 'sa-east-1')).toEqual({ Reservations: [] });
});

test('what is attached to what is the same from both ends', async () => {
  const { ask, state } = sandbox();
  const { Addresses = [] } = await ask<DescribeAddressesResult>('DescribeAddresses');
  for (const { NetworkInterfaceId, PublicIp } of Addresses.filter(({ AssociationId }) => AssociationId)) {
    const face = state.networkInterfaces.find((one) => one.NetworkInterfaceId === NetworkInterfaceId);
    expect(face?.Association?.PublicIp).toBe(PublicIp);
  }
  const instances = state.reservations.flatMap(({ Instances = [] }) => Instances);
  for (const { InstanceId, BlockDeviceMappings = [], SecurityGroups = [], SubnetId } of instances) {
    for (const { Ebs } of BlockDeviceMappings) {
      const volume = state.volumes.find(({ VolumeId }) => VolumeId === Ebs?.VolumeId);
      expect(volume?.Attachments?.[0]?.InstanceId).toBe(InstanceId);
    }
    const groups = new Set(state.securityGroups.map(({ GroupId }) => GroupId));
    expect(SecurityGroups.every(({ GroupId }) => groups.has(GroupId))).toBe(true);
    expect(state.subnets.some((subnet) => subnet.SubnetId === SubnetId)).toBe(true);
  }
});

test('entries of a prefix list, and tags of everything', async () => {
  const { ask } = UNTOUCHED;
  const list = ec2Id(HOME, 'pl', 'migration-partners');
  const { Entries = [] } = await ask<GetManagedPrefixListEntriesResult>('GetManagedPrefixListEntries', {
    PrefixListId: list,
  });
  expect(Entries.map(({ Cidr }) => Cidr)).toEqual(['128.0.0.0/2', '192.0.0.0/2']);
  const { Tags = [] } = await ask<DescribeTagsResult>('DescribeTags', {
    Filters: [
      { Name: 'resource-type', Values: ['vpc'] },
      { Name: 'key', Values: ['Environment'] },
    ],
  });
  expect(Tags.map(({ Value }) => Value)).toEqual(['production', 'staging', 'development']);
});
