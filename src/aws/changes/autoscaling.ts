import type {
  DescribeAutoScalingGroupsCommandInput,
  SetDesiredCapacityCommandInput,
  UpdateAutoScalingGroupCommandInput,
} from '@aws-sdk/client-auto-scaling';
import { planned } from './planned.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html */
export const describeAutoScalingGroups = planned<DescribeAutoScalingGroupsCommandInput>(
  'autoscaling',
  'DescribeAutoScalingGroups',
);
/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html */
export const setDesiredCapacity = planned<SetDesiredCapacityCommandInput>('autoscaling', 'SetDesiredCapacity');
/** What is not given stays as it is. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html */
export const updateAutoScalingGroup = planned<UpdateAutoScalingGroupCommandInput>(
  'autoscaling',
  'UpdateAutoScalingGroup',
);
