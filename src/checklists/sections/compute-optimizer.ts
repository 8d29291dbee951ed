import { instanceRecommendations } from '../../aws/compute-optimizer.ts';
import { defineSection } from '../define.ts';

export const computeOptimizer = defineSection({
  id: 'compute-optimizer',
  title: 'Compute Optimizer',
  scope: 'region',
  calls: ['compute-optimizer:GetEnrollmentStatus', 'compute-optimizer:GetEC2InstanceRecommendations'],
  columns: [
    { key: 'instance', label: 'Instance' },
    { key: 'finding', label: 'Finding' },
    { key: 'now', label: 'Now' },
    { key: 'recommended', label: 'Recommended' },
    { key: 'monthlySavingsUsd', label: 'Saves a month', format: 'usd' },
  ],
  async compose({ aws }) {
    const recommendations = await instanceRecommendations(aws);
    if (!recommendations) return { rows: [], note: 'This account has not opted in to Compute Optimizer.' };
    return {
      rows: recommendations.map((one) => {
        const best = one.recommendationOptions?.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))[0];
        return {
          instance: one.instanceName ?? one.instanceArn ?? '',
          finding: one.finding ?? '',
          now: one.currentInstanceType ?? '',
          recommended: best?.instanceType ?? '',
          monthlySavingsUsd: best?.savingsOpportunity?.estimatedMonthlySavings?.value ?? null,
        };
      }),
    };
  },
});
