import type * as ComputeOptimizer from '@aws-sdk/client-compute-optimizer';
import type { Handlers } from '../handlers.ts';

export const computeOptimizer: Handlers<typeof ComputeOptimizer> = {};
