import type { DescribeInstancesCommandInput, Instance, Reservation } from '@aws-sdk/client-ec2';
import type { SandboxContext } from '../../handlers.ts';
import { nextToken, pageOf } from './paging.ts';
import { type Kind, refuseDryRun, select } from './select.ts';

/** An instance with the reservation that AWS lists it in. */
interface Reserved {
  readonly reservation: Reservation;
  readonly instance: Instance;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
export function describeInstances(input: DescribeInstancesCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const all = region.ec2.reservations.flatMap((reservation) =>
    (reservation.Instances ?? []).map((instance) => ({ reservation, instance })),
  );
  const found = select(all, RESERVED, { ids: input.InstanceIds, filters: input.Filters });
  const page = pageOf(found, input, { besides: ['instancesSet', input.InstanceIds] });
  return { Reservations: regrouped(page.items), ...nextToken(page) };
}

/** A reservation is listed with those of its instances that were asked for. */
function regrouped(items: readonly Reserved[]): Reservation[] {
  const reservations = new Map<Reservation, Instance[]>();
  for (const { reservation, instance } of items) {
    reservations.set(reservation, [...(reservations.get(reservation) ?? []), instance]);
  }
  return [...reservations].map(([reservation, Instances]) => ({ ...reservation, Instances }));
}

const RESERVED: Kind<Reserved> = {
  id: ({ instance }) => instance.InstanceId,
  prefix: 'i',
  malformed: 'InvalidInstanceID.Malformed',
  notFound: 'InvalidInstanceID.NotFound',
  notFoundMessage: (ids) =>
    ids.length === 1
      ? `The instance ID '${ids[0]}' does not exist`
      : `The instance IDs '${ids.join(', ')}' do not exist`,
  tags: ({ instance }) => instance.Tags,
  fields: {
    architecture: ({ instance }) => instance.Architecture,
    'availability-zone': ({ instance }) => instance.Placement?.AvailabilityZone,
    'block-device-mapping.device-name': ({ instance }) =>
      instance.BlockDeviceMappings?.map(({ DeviceName }) => DeviceName),
    'block-device-mapping.volume-id': ({ instance }) => instance.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeId),
    'client-token': ({ instance }) => instance.ClientToken,
    'iam-instance-profile.arn': ({ instance }) => instance.IamInstanceProfile?.Arn,
    'image-id': ({ instance }) => instance.ImageId,
    'instance-id': ({ instance }) => instance.InstanceId,
    'instance-lifecycle': ({ instance }) => instance.InstanceLifecycle,
    'instance-state-code': ({ instance }) => instance.State?.Code,
    'instance-state-name': ({ instance }) => instance.State?.Name,
    'instance-type': ({ instance }) => instance.InstanceType,
    'instance.group-id': ({ instance }) => instance.SecurityGroups?.map(({ GroupId }) => GroupId),
    'instance.group-name': ({ instance }) => instance.SecurityGroups?.map(({ GroupName }) => GroupName),
    'ip-address': ({ instance }) => instance.PublicIpAddress,
    'key-name': ({ instance }) => instance.KeyName,
    'launch-time': ({ instance }) => instance.LaunchTime,
    'network-interface.network-interface-id': ({ instance }) =>
      instance.NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
    'owner-id': ({ reservation }) => reservation.OwnerId,
    platform: ({ instance }) => instance.Platform,
    'private-dns-name': ({ instance }) => instance.PrivateDnsName,
    'private-ip-address': ({ instance }) => instance.PrivateIpAddress,
    reason: ({ instance }) => instance.StateTransitionReason,
    'reservation-id': ({ reservation }) => reservation.ReservationId,
    'root-device-name': ({ instance }) => instance.RootDeviceName,
    'root-device-type': ({ instance }) => instance.RootDeviceType,
    'state-reason-code': ({ instance }) => instance.StateReason?.Code,
    'subnet-id': ({ instance }) => instance.SubnetId,
    tenancy: ({ instance }) => instance.Placement?.Tenancy,
    'virtualization-type': ({ instance }) => instance.VirtualizationType,
    'vpc-id': ({ instance }) => instance.VpcId,
  },
};
