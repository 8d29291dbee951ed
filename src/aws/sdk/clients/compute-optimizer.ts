import {
  ComputeOptimizerClient,
  GetEC2InstanceRecommendationsCommand,
  GetEnrollmentStatusCommand,
} from '@aws-sdk/client-compute-optimizer';
import { clientModule } from '../client-module.ts';

export const computeOptimizer = clientModule(ComputeOptimizerClient, {
  GetEC2InstanceRecommendations: GetEC2InstanceRecommendationsCommand,
  GetEnrollmentStatus: GetEnrollmentStatusCommand,
});
