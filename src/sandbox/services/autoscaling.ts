import type * as Autoscaling from '@aws-sdk/client-auto-scaling';
import type { AutoScalingGroup, Filter } from '@aws-sdk/client-auto-scaling';
import { SandboxError } from '../error.ts';
import type { Handlers } from '../handlers.ts';
import { page } from '../paging.ts';
import { describeScalingActivities } from './autoscaling/activities.ts';
import { setDesiredCapacity, updateAutoScalingGroup } from './autoscaling/capacity.ts';
import { createOrUpdateTags, deleteTags } from './autoscaling/tags.ts';

export const autoscaling: Handlers<typeof Autoscaling> = {
  CreateOrUpdateTags: createOrUpdateTags,
  DeleteTags: deleteTags,
  /** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html */
  DescribeAutoScalingGroups(input, { region }) {
    const { AutoScalingGroupNames: names = [], Filters: filters = [], IncludeInstances = true } = input;
    const matchers = filters.map(matcherOf);
    // A name that does not exist is no error: it is not in the answer.
    const found = region.autoscaling.groups.filter(
      (group) =>
        (names.length === 0 || names.includes(group.AutoScalingGroupName ?? '')) &&
        matchers.every((matches) => matches(group)),
    );
    const { items, next } = page(found, {
      token: input.NextToken,
      size: input.MaxRecords,
      defaultSize: 50,
      most: 100,
      badSize: 'ValidationError',
      badToken: 'InvalidNextToken',
    });
    const groups = IncludeInstances ? items : items.map((group) => ({ ...group, Instances: [] }));
    return { AutoScalingGroups: groups, ...(next !== undefined && { NextToken: next }) };
  },
  DescribeScalingActivities: describeScalingActivities,
  SetDesiredCapacity: setDesiredCapacity,
  UpdateAutoScalingGroup: updateAutoScalingGroup,
};

/** Groups can be filtered by their tags only. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Filter.html */
function matcherOf({ Name: name = '', Values: values = [] }: Filter): (group: AutoScalingGroup) => boolean {
  const some =
    (read: (tag: NonNullable<AutoScalingGroup['Tags']>[number]) => string | undefined) =>
    ({ Tags = [] }: AutoScalingGroup) =>
      Tags.some((tag) => values.includes(read(tag) ?? ''));
  if (name === 'tag-key') return some(({ Key }) => Key);
  if (name === 'tag-value') return some(({ Value }) => Value);
  if (name.startsWith('tag:')) return some(({ Key, Value }) => (Key === name.slice('tag:'.length) ? Value : undefined));
  throw new SandboxError(
    'ValidationError',
    `Filter type ${name} is not correct. Allowed Filter types are: tag-key, tag-value, tag:<key>`,
  );
}
