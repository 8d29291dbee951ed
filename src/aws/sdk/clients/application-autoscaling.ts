import { ApplicationAutoScalingClient, DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import { clientModule } from '../client-module.ts';

export const applicationAutoscaling = clientModule(ApplicationAutoScalingClient, {
  DescribeScalableTargets: DescribeScalableTargetsCommand,
});
