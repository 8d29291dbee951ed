import type {
  DeleteScalingPolicyCommandInput,
  DeleteScheduledActionCommandInput,
  DeregisterScalableTargetCommandInput,
  DescribeScalableTargetsCommandInput,
  DescribeScalingPoliciesCommandInput,
  PutScalingPolicyCommandInput,
  PutScheduledActionCommandInput,
  RegisterScalableTargetCommandInput,
} from '@aws-sdk/client-application-auto-scaling';
import { planned } from './planned.ts';

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScalingPolicy.html */
export const deleteScalingPolicy = planned<DeleteScalingPolicyCommandInput>(
  'application-autoscaling',
  'DeleteScalingPolicy',
);
/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScheduledAction.html */
export const deleteScheduledAction = planned<DeleteScheduledActionCommandInput>(
  'application-autoscaling',
  'DeleteScheduledAction',
);
/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html */
export const deregisterScalableTarget = planned<DeregisterScalableTargetCommandInput>(
  'application-autoscaling',
  'DeregisterScalableTarget',
);
/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
export const describeScalableTargets = planned<DescribeScalableTargetsCommandInput>(
  'application-autoscaling',
  'DescribeScalableTargets',
);
/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html */
export const describeScalingPolicies = planned<DescribeScalingPoliciesCommandInput>(
  'application-autoscaling',
  'DescribeScalingPolicies',
);
/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html */
export const putScalingPolicy = planned<PutScalingPolicyCommandInput>('application-autoscaling', 'PutScalingPolicy');
/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html */
export const putScheduledAction = planned<PutScheduledActionCommandInput>(
  'application-autoscaling',
  'PutScheduledAction',
);
/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
export const registerScalableTarget = planned<RegisterScalableTargetCommandInput>(
  'application-autoscaling',
  'RegisterScalableTarget',
);
