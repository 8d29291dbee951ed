import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  ListTagsForResourceCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
  TagResourceCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { clientModule } from '../client-module.ts';

export const applicationAutoscaling = clientModule(ApplicationAutoScalingClient, {
  DeleteScalingPolicy: DeleteScalingPolicyCommand,
  DeregisterScalableTarget: DeregisterScalableTargetCommand,
  DescribeScalableTargets: DescribeScalableTargetsCommand,
  DescribeScalingActivities: DescribeScalingActivitiesCommand,
  DescribeScalingPolicies: DescribeScalingPoliciesCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  PutScalingPolicy: PutScalingPolicyCommand,
  RegisterScalableTarget: RegisterScalableTargetCommand,
  TagResource: TagResourceCommand,
});
