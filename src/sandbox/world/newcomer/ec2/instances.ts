import type { Instance, InstanceBlockDeviceMapping, Reservation } from '@aws-sdk/client-ec2';
import { ec2Id, uuidOf } from '../cast.ts';
import { before, DAY_MS, type RegionSeed } from '../seed.ts';
import { publicAddress } from './addresses.ts';
import { primaryInterface } from './interfaces.ts';
import { type InstanceRole, rolesIn } from './roles.ts';
import { attachedVolumes } from './volumes.ts';
import { tagsOf } from './vpcs.ts';

export function seedReservations(seed: RegionSeed): Reservation[] {
  const byLaunch = new Map<string, Instance[]>();
  for (const role of rolesIn(seed)) {
    const launch = role.autoScalingGroup ?? role.name;
    byLaunch.set(launch, [...(byLaunch.get(launch) ?? []), instance(seed, role)]);
  }
  return [...byLaunch].map(([launch, instances]) => ({
    ReservationId: ec2Id(seed, 'r', launch),
    OwnerId: seed.accountId,
    Groups: [],
    Instances: instances.map((one, index) => ({ ...one, AmiLaunchIndex: index })),
  }));
}

function instance(seed: RegionSeed, role: InstanceRole): Instance {
  const id = ec2Id(seed, 'i', role.name);
  const running = role.stoppedDays === undefined;
  const face = primaryInterface(seed, role);
  const address = publicAddress(seed, role.name);
  const dns = `ip-${role.privateIp.replaceAll('.', '-')}.${seed.region === 'us-east-1' ? 'ec2' : `${seed.region}.compute`}.internal`;
  return {
    InstanceId: id,
    ImageId: ec2Id(seed, 'ami', role.image),
    InstanceType: role.type,
    State: running ? { Code: 16, Name: 'running' } : { Code: 80, Name: 'stopped' },
    ...stopOf(seed, role),
    LaunchTime: before(seed.start, role.launchedDays * DAY_MS),
    Architecture: 'x86_64',
    Hypervisor: 'xen',
    VirtualizationType: 'hvm',
    EnaSupport: true,
    EbsOptimized: true,
    Placement: { AvailabilityZone: `${seed.region}${role.subnet.slice(-1)}`, GroupName: '', Tenancy: 'default' },
    Monitoring: { State: 'disabled' },
    SubnetId: face.SubnetId,
    VpcId: face.VpcId,
    PrivateIpAddress: role.privateIp,
    PrivateDnsName: dns,
    PublicDnsName: '',
    ...(address && { PublicIpAddress: address }),
    SecurityGroups: face.Groups,
    SourceDestCheck: true,
    NetworkInterfaces: [{ ...face, Attachment: face.Attachment, Association: face.Association }],
    RootDeviceType: 'ebs',
    RootDeviceName: '/dev/xvda',
    BlockDeviceMappings: mappingsOf(seed, role),
    ClientToken: uuidOf(seed, 'client-token', role.name),
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    MetadataOptions: {
      State: 'applied',
      HttpTokens: 'required',
      HttpPutResponseHopLimit: 2,
      HttpEndpoint: 'enabled',
      HttpProtocolIpv6: 'disabled',
      InstanceMetadataTags: 'disabled',
    },
    HibernationOptions: { Configured: false },
    ProductCodes: [],
    Tags: [
      ...tagsOf(role.environment, role.name),
      ...(role.autoScalingGroup ? [{ Key: 'aws:autoscaling:groupName', Value: role.autoScalingGroup }] : []),
    ],
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html */
function stopOf(
  seed: RegionSeed,
  { stoppedDays }: InstanceRole,
): Pick<Instance, 'StateTransitionReason' | 'StateReason'> {
  if (stoppedDays === undefined) return { StateTransitionReason: '' };
  const at = before(seed.start, stoppedDays * DAY_MS)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
  return {
    StateTransitionReason: `User initiated (${at} GMT)`,
    StateReason: {
      Code: 'Client.UserInitiatedShutdown',
      Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
    },
  };
}

function mappingsOf(seed: RegionSeed, role: InstanceRole): InstanceBlockDeviceMapping[] {
  return attachedVolumes(seed, role.name).flatMap(({ VolumeId, Attachments = [] }) =>
    Attachments.map(({ Device, AttachTime, DeleteOnTermination }) => ({
      DeviceName: Device,
      Ebs: { VolumeId, Status: 'attached', AttachTime, DeleteOnTermination },
    })),
  );
}
