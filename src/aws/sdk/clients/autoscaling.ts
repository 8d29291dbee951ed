import {
  AutoScalingClient,
  CreateOrUpdateTagsCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  SetDesiredCapacityCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { clientModule } from '../client-module.ts';

export const autoscaling = clientModule(AutoScalingClient, {
  CreateOrUpdateTags: CreateOrUpdateTagsCommand,
  DescribeAutoScalingGroups: DescribeAutoScalingGroupsCommand,
  DescribeScalingActivities: DescribeScalingActivitiesCommand,
  SetDesiredCapacity: SetDesiredCapacityCommand,
  UpdateAutoScalingGroup: UpdateAutoScalingGroupCommand,
});
