import type { DescribeImagesCommandInput, Image } from '@aws-sdk/client-ec2';
import type { SandboxContext } from '../../handlers.ts';
import { nextToken, pageOf } from './paging.ts';
import { type Kind, refuseDryRun, requireOwners, select } from './select.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
export function describeImages(input: DescribeImagesCommandInput, { region, now }: SandboxContext) {
  refuseDryRun(input);
  const { Owners: owners = [], IncludeDisabled = false, IncludeDeprecated = false } = input;
  requireOwners(owners);
  const self = region.accountId;
  const owned = ({ OwnerId, ImageOwnerAlias }: Image): boolean =>
    owners.some((owner) => owner === ImageOwnerAlias || (owner === 'self' ? self : owner) === OwnerId);
  const found = select(region.ec2.images, IMAGE, { ids: input.ImageIds, filters: input.Filters })
    .filter((image) => owners.length === 0 || owned(image))
    .filter((image) => image.Public === true || image.OwnerId === self)
    .filter((image) => IncludeDisabled || image.State !== 'disabled')
    // Its owner sees a deprecated image all the same.
    .filter((image) => IncludeDeprecated || image.OwnerId === self || !isDeprecated(image, now));
  const page = pageOf(found, input, { besides: ['imagesSet', input.ImageIds], least: 1 });
  return { Images: page.items, ...nextToken(page) };
}

function isDeprecated({ DeprecationTime: at }: Image, now: Date): boolean {
  return at !== undefined && new Date(at) <= now;
}

const IMAGE: Kind<Image> = {
  id: (image) => image.ImageId,
  prefix: 'ami',
  malformed: 'InvalidAMIID.Malformed',
  notFound: 'InvalidAMIID.NotFound',
  notFoundMessage: (ids) => `The image id '[${ids.join(', ')}]' does not exist`,
  tags: (image) => image.Tags,
  fields: {
    architecture: (image) => image.Architecture,
    'block-device-mapping.snapshot-id': (image) => image.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.SnapshotId),
    'block-device-mapping.volume-type': (image) => image.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeType),
    'creation-date': (image) => image.CreationDate,
    description: (image) => image.Description,
    'ena-support': (image) => image.EnaSupport,
    hypervisor: (image) => image.Hypervisor,
    'image-id': (image) => image.ImageId,
    'image-type': (image) => image.ImageType,
    'is-public': (image) => image.Public,
    name: (image) => image.Name,
    'owner-alias': (image) => image.ImageOwnerAlias,
    'owner-id': (image) => image.OwnerId,
    platform: (image) => image.Platform,
    'root-device-name': (image) => image.RootDeviceName,
    'root-device-type': (image) => image.RootDeviceType,
    state: (image) => image.State,
    'virtualization-type': (image) => image.VirtualizationType,
  },
};
