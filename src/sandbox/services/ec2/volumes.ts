import type { DescribeVolumesCommandInput, GetEbsEncryptionByDefaultCommandInput, Volume } from '@aws-sdk/client-ec2';
import type { SandboxContext } from '../../handlers.ts';
import { nextToken, pageOf } from './paging.ts';
import { type Kind, refuseDryRun, select } from './select.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html */
export function describeVolumes(input: DescribeVolumesCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const found = select(region.ec2.volumes, VOLUME, { ids: input.VolumeIds, filters: input.Filters });
  const page = pageOf(found, input, { besides: ['volumeSet', input.VolumeIds], clamp: true });
  return { Volumes: page.items, ...nextToken(page) };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html */
export function getEbsEncryptionByDefault(input: GetEbsEncryptionByDefaultCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  return { EbsEncryptionByDefault: region.ec2.defaults.ebsEncryption };
}

const VOLUME: Kind<Volume> = {
  id: (volume) => volume.VolumeId,
  prefix: 'vol',
  malformed: 'InvalidVolumeID.Malformed',
  notFound: 'InvalidVolume.NotFound',
  notFoundMessage: ([id]) => `The volume '${id}' does not exist.`,
  tags: (volume) => volume.Tags,
  fields: {
    'attachment.attach-time': (volume) => volume.Attachments?.map(({ AttachTime }) => AttachTime),
    'attachment.delete-on-termination': (volume) => volume.Attachments?.map((one) => one.DeleteOnTermination),
    'attachment.device': (volume) => volume.Attachments?.map(({ Device }) => Device),
    'attachment.instance-id': (volume) => volume.Attachments?.map(({ InstanceId }) => InstanceId),
    'attachment.status': (volume) => volume.Attachments?.map(({ State }) => State),
    'availability-zone': (volume) => volume.AvailabilityZone,
    'create-time': (volume) => volume.CreateTime,
    encrypted: (volume) => volume.Encrypted,
    'fast-restored': (volume) => volume.FastRestored ?? false,
    'multi-attach-enabled': (volume) => volume.MultiAttachEnabled,
    size: (volume) => volume.Size,
    'snapshot-id': (volume) => volume.SnapshotId,
    status: (volume) => volume.State,
    'volume-id': (volume) => volume.VolumeId,
    'volume-type': (volume) => volume.VolumeType,
  },
};
