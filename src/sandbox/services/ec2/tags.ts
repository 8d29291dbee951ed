import type { DescribeTagsCommandInput, ResourceType, Tag, TagDescription } from '@aws-sdk/client-ec2';
import type { SandboxContext } from '../../handlers.ts';
import { nextToken, pageOf } from './paging.ts';
import { type Kind, refuseDryRun, select } from './select.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html */
export function describeTags(input: DescribeTagsCommandInput, { region: { ec2 } }: SandboxContext) {
  refuseDryRun(input);
  const instances = ec2.reservations.flatMap(({ Instances = [] }) => Instances);
  const all = [
    ...described('vpc', ec2.vpcs, (one) => one.VpcId),
    ...described('subnet', ec2.subnets, (one) => one.SubnetId),
    ...described('security-group', ec2.securityGroups, (one) => one.GroupId),
    ...described('natgateway', ec2.natGateways, (one) => one.NatGatewayId),
    ...described('elastic-ip', ec2.addresses, (one) => one.AllocationId),
    ...described('instance', instances, (one) => one.InstanceId),
    ...described('volume', ec2.volumes, (one) => one.VolumeId),
    ...described('snapshot', ec2.snapshots, (one) => one.SnapshotId),
    ...described('image', ec2.images, (one) => one.ImageId),
  ];
  const page = pageOf(select(all, TAG, { ids: [], filters: input.Filters }), input);
  return { Tags: page.items, ...nextToken(page) };
}

function described<T extends { readonly Tags?: Tag[] | undefined }>(
  type: ResourceType,
  items: readonly T[],
  id: (item: T) => string | undefined,
): TagDescription[] {
  return items.flatMap((item) =>
    (item.Tags ?? []).map(({ Key, Value }) => ({ ResourceId: id(item), ResourceType: type, Key, Value })),
  );
}

const TAG: Kind<TagDescription> = {
  id: (one) => one.ResourceId,
  malformed: 'InvalidID',
  notFound: 'InvalidID',
  notFoundMessage: ([id]) => `The ID '${id}' is not valid`,
  tags: ({ Key, Value }) => [{ Key, Value }],
  fields: {
    key: (one) => one.Key,
    'resource-id': (one) => one.ResourceId,
    'resource-type': (one) => one.ResourceType,
    value: (one) => one.Value,
  },
};
