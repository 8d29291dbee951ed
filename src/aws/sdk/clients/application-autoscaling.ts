import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeleteScheduledActionCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  ListTagsForResourceCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
  TagResourceCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { clientModule } from '../client-module.ts';

export const applicationAutoscaling = clientModule(ApplicationAutoScalingClient, {
  DeleteScalingPolicy: DeleteScalingPolicyCommand,
  DeleteScheduledAction: DeleteScheduledActionCommand,
  DeregisterScalableTarget: DeregisterScalableTargetCommand,
  DescribeScalableTargets: DescribeScalableTargetsCommand,
  DescribeScalingActivities: DescribeScalingActivitiesCommand,
  DescribeScalingPolicies: DescribeScalingPoliciesCommand,
  DescribeScheduledActions: DescribeScheduledActionsCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  PutScalingPolicy: PutScalingPolicyCommand,
  PutScheduledAction: PutScheduledActionCommand,
  RegisterScalableTarget: RegisterScalableTargetCommand,
  TagResource: TagResourceCommand,
});
