import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';

interface Comparison {
  readonly holds: (value: number, threshold: number) => boolean;
  /** As CloudWatch says it in a state's reason. */
  readonly words: string;
}

/** Those of thresholds that stand still; anomaly detection compares with a band. */
export const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  [
    'GreaterThanOrEqualToThreshold',
    {
      holds: (value: number, threshold: number) => value >= threshold,
      words: 'greater than or equal to the threshold',
    },
  ],
  [
    'GreaterThanThreshold',
    { holds: (value: number, threshold: number) => value > threshold, words: 'greater than the threshold' },
  ],
  [
    'LessThanThreshold',
    { holds: (value: number, threshold: number) => value < threshold, words: 'less than the threshold' },
  ],
  [
    'LessThanOrEqualToThreshold',
    { holds: (value: number, threshold: number) => value <= threshold, words: 'less than or equal to the threshold' },
  ],
]);

export function breaches({ ComparisonOperator: operator, Threshold = 0 }: MetricAlarm, value: number): boolean {
  return COMPARISONS.get(operator ?? '')?.holds(value, Threshold) ?? false;
}
