import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { HEALTHY, REGISTERING, type TargetOfGroup } from './target.ts';

/**
 * A new target is healthy with the first check that it passes; otherwise the thresholds count. Says whether anything is
 * other than at the check before.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function checkTarget(group: TargetGroup, target: TargetOfGroup, now: Date): boolean {
  const { State: state, Reason: reason } = target.TargetHealth ?? {};
  if (state === 'draining' || reason === REGISTERING.Reason) return false;
  const { check } = target;
  const found = check.probe(now);
  const turned = found.healthy ? check.passed === 0 : check.failed === 0;
  check.passed = found.healthy ? check.passed + 1 : 0;
  check.failed = found.healthy ? 0 : check.failed + 1;
  const toBeHealthy = state === 'unhealthy' ? (group.HealthyThresholdCount ?? 5) : 1;
  if (found.healthy && state !== 'healthy' && check.passed >= toBeHealthy) {
    target.TargetHealth = { ...HEALTHY };
    return true;
  }
  if (found.healthy || check.failed < (group.UnhealthyThresholdCount ?? 2)) return turned;
  target.TargetHealth = {
    State: found.reason === 'Target.InvalidState' ? 'unused' : 'unhealthy',
    Reason: reasonOf(found.reason),
    Description: found.description ?? 'Health checks failed',
  };
  return target.TargetHealth.State !== state || turned;
}

const REASONS = [
  'Target.FailedHealthChecks',
  'Target.InvalidState',
  'Target.IpUnusable',
  'Target.ResponseCodeMismatch',
  'Target.Timeout',
] as const;

function reasonOf(reason: string | undefined): (typeof REASONS)[number] {
  return REASONS.find((known) => known === reason) ?? 'Target.FailedHealthChecks';
}
