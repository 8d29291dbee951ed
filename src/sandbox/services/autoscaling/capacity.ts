import type {
  AutoScalingGroup,
  SetDesiredCapacityCommandInput,
  UpdateAutoScalingGroupCommandInput,
} from '@aws-sdk/client-auto-scaling';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { groupOf, refused, storeGroup } from './lookup.ts';
import { instant, reconcileSoon } from './reconcile.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html */
export function setDesiredCapacity(input: SetDesiredCapacityCommandInput, context: SandboxContext): object {
  const group = groupOf(context, input.AutoScalingGroupName);
  const { MinSize: min = 0, MaxSize: max = 0, DesiredCapacity: before = 0 } = group;
  const { DesiredCapacity: wanted, HonorCooldown = false } = input;
  if (wanted === undefined) throw refused('DesiredCapacity is required');
  const value = `New SetDesiredCapacity value ${wanted}`;
  if (wanted > max) throw refused(`${value} is above max value ${max} for the AutoScalingGroup.`);
  if (wanted < min) throw refused(`${value} is below min value ${min} for the AutoScalingGroup.`);
  if (HonorCooldown) refuseInCooldown(context, group);
  const cause = `a user request explicitly set group desired capacity changing the desired capacity from ${before} to ${wanted}.`;
  apply(context, { ...group, DesiredCapacity: wanted }, cause);
  return {};
}

/**
 * What is not said stays; a desired capacity that is not said moves with the bounds.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
 */
export function updateAutoScalingGroup(input: UpdateAutoScalingGroupCommandInput, context: SandboxContext): object {
  const group = groupOf(context, input.AutoScalingGroupName);
  const { MinSize: min = group.MinSize ?? 0, MaxSize: max = group.MaxSize ?? 0 } = input;
  const { DesiredCapacity: before = 0 } = group;
  if (min < 0 || max < 0) throw refused('Min and max size cannot be less than 0');
  if (min > max) throw refused(`Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  const wanted = input.DesiredCapacity ?? Math.min(Math.max(before, min), max);
  if (wanted < min || wanted > max) {
    throw refused(`Desired capacity:${wanted} must be between the specified min size:${min} and max size:${max}`);
  }
  const bounds = `a user request update of AutoScalingGroup constraints to min: ${min}, max: ${max}, desired: ${wanted}`;
  const cause = `${bounds} changing the desired capacity from ${before} to ${wanted}.`;
  apply(context, { ...group, ...settings(input), MinSize: min, MaxSize: max, DesiredCapacity: wanted }, cause);
  return {};
}

const SETTINGS = [
  'CapacityRebalance',
  'DefaultCooldown',
  'DefaultInstanceWarmup',
  'HealthCheckGracePeriod',
  'HealthCheckType',
  'LaunchTemplate',
  'MaxInstanceLifetime',
  'NewInstancesProtectedFromScaleIn',
  'TerminationPolicies',
  'VPCZoneIdentifier',
] as const;

function settings(input: UpdateAutoScalingGroupCommandInput): Partial<AutoScalingGroup> {
  const given = SETTINGS.filter((name) => input[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, structuredClone(input[name])]));
}

function apply(context: SandboxContext, group: AutoScalingGroup, cause: string): void {
  storeGroup(context, group);
  reconcileSoon(context, group.AutoScalingGroupName ?? '', `At ${instant(context.now)} ${cause}`);
}

function refuseInCooldown({ region, now }: SandboxContext, group: AutoScalingGroup): void {
  const { DefaultCooldown: cooldown = 300 } = group;
  const activities = region.autoscaling.activities.filter(
    (one) => one.AutoScalingGroupName === group.AutoScalingGroupName,
  );
  const busy = activities.some(
    ({ EndTime: end }) => end === undefined || now.getTime() - end.getTime() < cooldown * 1000,
  );
  if (busy) {
    throw new SandboxError(
      'ScalingActivityInProgress',
      `Scaling activity is in progress or the cooldown of AutoScalingGroup ${group.AutoScalingGroupName} is not over.`,
    );
  }
}
