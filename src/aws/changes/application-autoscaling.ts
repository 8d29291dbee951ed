import type {
  DescribeScalableTargetsCommandInput,
  RegisterScalableTargetCommandInput,
} from '@aws-sdk/client-application-auto-scaling';
import { planned } from './planned.ts';

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
export const describeScalableTargets = planned<DescribeScalableTargetsCommandInput>(
  'application-autoscaling',
  'DescribeScalableTargets',
);
/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
export const registerScalableTarget = planned<RegisterScalableTargetCommandInput>(
  'application-autoscaling',
  'RegisterScalableTarget',
);
