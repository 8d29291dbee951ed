import type { InstanceRecommendation, UtilizationMetric } from '@aws-sdk/client-compute-optimizer';
import { ec2Id } from './cast.ts';
import { before, HOUR_MS, type RegionSeed } from './seed.ts';

/** What one region of an account holds of compute-optimizer. */
export interface ComputeOptimizerState {
  /** Of the account: whether somebody has opted in. */
  status: 'Active' | 'Inactive';
  readonly instances: InstanceRecommendation[];
}

export function seedComputeOptimizer(seed: RegionSeed): ComputeOptimizerState {
  if (seed.furnishing !== 'home') return { status: 'Active', instances: [] };
  return {
    status: 'Active',
    instances: [
      recommendation(seed, 'build-agent', {
        current: 'm5.xlarge',
        recommended: 't3.medium',
        cpuPercent: 3.1,
        savingsUsd: 109.79,
        savingsPercent: 78.3,
      }),
      recommendation(seed, 'batch-1', { current: 'c5.large', cpuPercent: 91 }),
      recommendation(seed, 'batch-2', { current: 'c5.large', cpuPercent: 88 }),
    ],
  };
}

interface RecommendationSeed {
  readonly current: string;
  /** Absent for an instance that is as it should be. */
  readonly recommended?: string;
  readonly cpuPercent: number;
  readonly savingsUsd?: number;
  readonly savingsPercent?: number;
}

function recommendation(seed: RegionSeed, name: string, of: RecommendationSeed): InstanceRecommendation {
  const { accountId, region, start } = seed;
  const { current, recommended, cpuPercent, savingsUsd = 0, savingsPercent = 0 } = of;
  const cpu: UtilizationMetric = { name: 'Cpu', statistic: 'Maximum', value: cpuPercent };
  return {
    instanceArn: `arn:aws:ec2:${region}:${accountId}:instance/${ec2Id(seed, 'i', name)}`,
    accountId,
    instanceName: name,
    currentInstanceType: current,
    finding: recommended === undefined ? 'Optimized' : 'Overprovisioned',
    findingReasonCodes: recommended === undefined ? [] : ['CPUOverprovisioned'],
    utilizationMetrics: [cpu],
    lookBackPeriodInDays: 14,
    recommendationOptions: [
      {
        instanceType: recommended ?? current,
        projectedUtilizationMetrics: [cpu],
        performanceRisk: 1,
        rank: 1,
        savingsOpportunity: {
          savingsOpportunityPercentage: savingsPercent,
          estimatedMonthlySavings: { currency: 'USD', value: savingsUsd },
        },
        migrationEffort: 'VeryLow',
      },
    ],
    recommendationSources: [
      {
        recommendationSourceArn: `arn:aws:ec2:${region}:${accountId}:instance/${ec2Id(seed, 'i', name)}`,
        recommendationSourceType: 'Ec2Instance',
      },
    ],
    lastRefreshTimestamp: before(start, 9 * HOUR_MS),
    currentPerformanceRisk: 'VeryLow',
    instanceState: 'running',
    tags: [],
  };
}
