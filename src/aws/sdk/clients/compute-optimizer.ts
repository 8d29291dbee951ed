import { ComputeOptimizerClient } from '@aws-sdk/client-compute-optimizer';
import { clientModule } from '../client-module.ts';

export const computeOptimizer = clientModule(ComputeOptimizerClient, {});
