import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { clientModule } from '../client-module.ts';

export const autoscaling = clientModule(AutoScalingClient, {
  DescribeAutoScalingGroups: DescribeAutoScalingGroupsCommand,
  SetDesiredCapacity: SetDesiredCapacityCommand,
  UpdateAutoScalingGroup: UpdateAutoScalingGroupCommand,
});
