import type { AutoScalingGroupsType, AutoScalingGroupNamesType } from '@aws-sdk/client-auto-scaling';
import type {
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  DescribeScalingActivitiesRequest,
  DescribeScalingActivitiesResponse,
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse,
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse,
} from '@aws-sdk/client-application-auto-scaling';
import { adopt, type Ground } from './ground.ts';
import { answersTo } from './recording.ts';

const AAS = 'application-autoscaling';

/** Bounds and policies of what Application Auto Scaling scales, and Auto Scaling groups with their members. */
export function adoptScaling({ recordings, region }: Ground): void {
  const { targets, policies, scheduledActions, activities } = region.applicationAutoscaling;
  for (const { answer } of answersTo<DescribeScalableTargetsRequest, DescribeScalableTargetsResponse>(
    recordings,
    AAS,
    'DescribeScalableTargets',
  )) {
    for (const one of answer.ScalableTargets ?? []) {
      adopt(targets, one, ({ ResourceId, ScalableDimension }) => `${ResourceId} ${ScalableDimension}`);
    }
  }
  for (const { answer } of answersTo<DescribeScalingPoliciesRequest, DescribeScalingPoliciesResponse>(
    recordings,
    AAS,
    'DescribeScalingPolicies',
  )) {
    for (const one of answer.ScalingPolicies ?? []) adopt(policies, one, ({ PolicyARN }) => PolicyARN);
  }
  for (const { answer } of answersTo<DescribeScheduledActionsRequest, DescribeScheduledActionsResponse>(
    recordings,
    AAS,
    'DescribeScheduledActions',
  )) {
    for (const one of answer.ScheduledActions ?? []) {
      adopt(scheduledActions, one, ({ ScheduledActionARN }) => ScheduledActionARN);
    }
  }
  for (const { answer } of answersTo<DescribeScalingActivitiesRequest, DescribeScalingActivitiesResponse>(
    recordings,
    AAS,
    'DescribeScalingActivities',
  )) {
    for (const one of answer.ScalingActivities ?? []) adopt(activities, one, ({ ActivityId }) => ActivityId);
  }
  for (const { answer } of answersTo<AutoScalingGroupNamesType, AutoScalingGroupsType>(
    recordings,
    'autoscaling',
    'DescribeAutoScalingGroups',
  )) {
    for (const one of answer.AutoScalingGroups ?? []) {
      adopt(region.autoscaling.groups, one, ({ AutoScalingGroupName }) => AutoScalingGroupName);
    }
  }
}
