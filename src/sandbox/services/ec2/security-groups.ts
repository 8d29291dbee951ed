import type {
  DescribeManagedPrefixListsCommandInput,
  DescribeSecurityGroupsCommandInput,
  GetManagedPrefixListEntriesCommandInput,
  IpPermission,
  SecurityGroup,
} from '@aws-sdk/client-ec2';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { PrefixListState } from '../../world/newcomer/ec2.ts';
import { nextToken, pageOf } from './paging.ts';
import { type FieldValue, type Kind, refuseDryRun, select } from './select.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
export function describeSecurityGroups(input: DescribeSecurityGroupsCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const { GroupNames: names = [] } = input;
  const groups = names.length === 0 ? region.ec2.securityGroups : byName(names, region.ec2);
  const page = pageOf(select(groups, GROUP, { ids: input.GroupIds, filters: input.Filters }), input);
  return { SecurityGroups: page.items, ...nextToken(page) };
}

/** Names stand for groups of the default VPC only; elsewhere, groups go by their id. */
function byName(
  names: readonly string[],
  { securityGroups, vpcs }: SandboxContext['region']['ec2'],
): readonly SecurityGroup[] {
  const home = vpcs.find(({ IsDefault }) => IsDefault)?.VpcId;
  const groups = securityGroups.filter(({ VpcId }) => VpcId === home);
  const missing = names.find((name) => !groups.some(({ GroupName }) => GroupName === name));
  if (missing !== undefined) {
    const message = `The security group '${missing}' does not exist in default VPC '${home ?? 'none'}'`;
    throw new SandboxError('InvalidGroup.NotFound', message);
  }
  return groups.filter(({ GroupName = '' }) => names.includes(GroupName));
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html */
export function describeManagedPrefixLists(input: DescribeManagedPrefixListsCommandInput, { region }: SandboxContext) {
  refuseDryRun(input);
  const found = select(region.ec2.prefixLists, PREFIX_LIST, { ids: input.PrefixListIds, filters: input.Filters });
  const page = pageOf(found, input, { least: 1, most: 100 });
  return { PrefixLists: page.items.map(({ list }) => list), ...nextToken(page) };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html */
export function getManagedPrefixListEntries(
  input: GetManagedPrefixListEntriesCommandInput,
  { region }: SandboxContext,
) {
  refuseDryRun(input);
  if (input.PrefixListId === undefined) {
    throw new SandboxError('MissingParameter', 'The request must contain the parameter PrefixListId');
  }
  const [found] = select(region.ec2.prefixLists, PREFIX_LIST, { ids: [input.PrefixListId], filters: [] });
  const page = pageOf(found?.entries ?? [], input, { least: 1, most: 100 });
  return { Entries: page.items, ...nextToken(page) };
}

const GROUP: Kind<SecurityGroup> = {
  id: (group) => group.GroupId,
  prefix: 'sg',
  malformed: 'InvalidGroupId.Malformed',
  notFound: 'InvalidGroup.NotFound',
  notFoundMessage: ([id]) => `The security group '${id}' does not exist`,
  tags: (group) => group.Tags,
  fields: {
    description: (group) => group.Description,
    ...rulesFields('', (group) => group.IpPermissions),
    ...rulesFields('egress.', (group) => group.IpPermissionsEgress),
    'group-id': (group) => group.GroupId,
    'group-name': (group) => group.GroupName,
    'owner-id': (group) => group.OwnerId,
    'vpc-id': (group) => group.VpcId,
  },
};

function rulesFields(
  prefix: string,
  rules: (group: SecurityGroup) => IpPermission[] | undefined,
): Record<string, (group: SecurityGroup) => readonly FieldValue[]> {
  const each = (read: (rule: IpPermission) => FieldValue | readonly FieldValue[]) => (group: SecurityGroup) =>
    (rules(group) ?? []).flatMap(read);
  return {
    [`${prefix}ip-permission.cidr`]: each((rule) => rule.IpRanges?.map(({ CidrIp }) => CidrIp)),
    [`${prefix}ip-permission.from-port`]: each((rule) => rule.FromPort),
    [`${prefix}ip-permission.group-id`]: each((rule) => rule.UserIdGroupPairs?.map(({ GroupId }) => GroupId)),
    [`${prefix}ip-permission.group-name`]: each((rule) => rule.UserIdGroupPairs?.map(({ GroupName }) => GroupName)),
    [`${prefix}ip-permission.ipv6-cidr`]: each((rule) => rule.Ipv6Ranges?.map(({ CidrIpv6 }) => CidrIpv6)),
    [`${prefix}ip-permission.prefix-list-id`]: each((rule) => rule.PrefixListIds?.map((list) => list.PrefixListId)),
    [`${prefix}ip-permission.protocol`]: each((rule) => rule.IpProtocol),
    [`${prefix}ip-permission.to-port`]: each((rule) => rule.ToPort),
    [`${prefix}ip-permission.user-id`]: each((rule) => rule.UserIdGroupPairs?.map(({ UserId }) => UserId)),
  };
}

const PREFIX_LIST: Kind<PrefixListState> = {
  id: ({ list }) => list.PrefixListId,
  prefix: 'pl',
  malformed: 'InvalidPrefixListId.Malformed',
  notFound: 'InvalidPrefixListID.NotFound',
  notFoundMessage: ([id]) => `The prefix list ID '${id}' does not exist`,
  tags: ({ list }) => list.Tags,
  fields: {
    'owner-id': ({ list }) => list.OwnerId,
    'prefix-list-id': ({ list }) => list.PrefixListId,
    'prefix-list-name': ({ list }) => list.PrefixListName,
  },
};
