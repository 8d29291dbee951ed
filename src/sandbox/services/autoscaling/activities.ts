import type {
  Activity,
  AutoScalingGroup,
  DescribeScalingActivitiesCommandInput,
  DescribeScalingActivitiesCommandOutput,
} from '@aws-sdk/client-auto-scaling';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import { uuidOf } from '../../world/newcomer/cast.ts';
import { groupOf } from './lookup.ts';

const SIX_WEEKS_MS = 42 * 86_400_000;

/** Newest first. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingActivities.html */
export function describeScalingActivities(
  input: DescribeScalingActivitiesCommandInput,
  context: SandboxContext,
): Omit<DescribeScalingActivitiesCommandOutput, '$metadata'> {
  const { AutoScalingGroupName: name, ActivityIds: ids = [], NextToken: token, MaxRecords: size } = input;
  if (name !== undefined && input.IncludeDeletedGroups !== true) groupOf(context, name);
  const oldest = context.now.getTime() - SIX_WEEKS_MS;
  const found = context.region.autoscaling.activities.filter(
    (one) =>
      (name === undefined || one.AutoScalingGroupName === name) &&
      (ids.length === 0 || ids.includes(one.ActivityId ?? '')) &&
      (one.StartTime?.getTime() ?? 0) >= oldest,
  );
  const { items, next } = page(found, {
    token,
    size,
    defaultSize: 100,
    most: 100,
    badSize: 'ValidationError',
    badToken: 'InvalidNextToken',
  });
  return { Activities: items, ...(next !== undefined && { NextToken: next }) };
}

interface Beginning {
  readonly description: string;
  readonly cause: string;
  readonly details: object;
  readonly status: NonNullable<Activity['StatusCode']>;
}

/** The id of the activity that begins. */
export function beginActivity(context: SandboxContext, group: AutoScalingGroup, beginning: Beginning): string {
  const { account, region, world } = context;
  const { activities } = region.autoscaling;
  const place = { accountId: account.id, region: region.name };
  const id = uuidOf(place, 'asg-activity', group.AutoScalingGroupName ?? '', String(activities.length));
  activities.unshift({
    ActivityId: id,
    AutoScalingGroupName: group.AutoScalingGroupName,
    AutoScalingGroupARN: group.AutoScalingGroupARN,
    Description: beginning.description,
    Cause: beginning.cause,
    StartTime: world.clock.now(),
    StatusCode: beginning.status,
    Progress: 30,
    Details: JSON.stringify(beginning.details),
  });
  return id;
}

export function finishActivity({ region, world }: SandboxContext, id: string): void {
  const { activities } = region.autoscaling;
  const at = activities.findIndex(({ ActivityId }) => ActivityId === id);
  const known = activities[at];
  if (known)
    activities.splice(at, 1, { ...known, StatusCode: 'Successful', Progress: 100, EndTime: world.clock.now() });
}
