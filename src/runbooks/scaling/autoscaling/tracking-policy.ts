import type { ScalingPolicy } from '../../../aws/application-autoscaling.ts';
import { deleteScalingPolicy, putScalingPolicy } from '../../../aws/changes/application-autoscaling.ts';
import type { PlanBuilder } from '../../define.ts';
import { scaledService } from '../../look/autoscaling.ts';
import type { ServiceName } from '../../look/ecs-service.ts';

const METRICS = {
  cpu: { type: 'ECSServiceAverageCPUUtilization', words: 'CPU' },
  memory: { type: 'ECSServiceAverageMemoryUtilization', words: 'memory' },
} as const;

/** Seconds. Out soon, since users wait; in later, so that a short lull does not take away what the next minute needs. */
const SCALE_OUT_COOLDOWN = 60;
const SCALE_IN_COOLDOWN = 300;

export interface Tracking {
  /** All that the service has. */
  readonly policies: readonly ScalingPolicy[];
  readonly metric: keyof typeof METRICS;
  /** Percent. */
  readonly target: number;
}

export interface TrackedBy {
  readonly policyName: string;
  /** Whether the plan changes it. */
  readonly changed: boolean;
}

/**
 * Keeps a metric of a service at a target. AWS takes one policy a metric, so one that is there is changed, under its name
 * and with its cooldowns.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html
 */
export function trackMetric(plan: PlanBuilder, name: ServiceName, { policies, metric, target }: Tracking): TrackedBy {
  const { type, words } = METRICS[metric];
  const known = policies.find((policy) => metricOf(policy) === type);
  const had = known?.TargetTrackingScalingPolicyConfiguration;
  const wanted = {
    PredefinedMetricSpecification: { PredefinedMetricType: type },
    TargetValue: target,
    ScaleOutCooldown: had?.ScaleOutCooldown ?? SCALE_OUT_COOLDOWN,
    ScaleInCooldown: had?.ScaleInCooldown ?? SCALE_IN_COOLDOWN,
    DisableScaleIn: had?.DisableScaleIn ?? false,
  };
  const policyName = known?.PolicyName ?? freeName(policies, `${metric}-autoscaling`);
  if (had?.DisableScaleIn) plan.warn(`${policyName} never scales in: it was told not to, and stays so`);
  if (had?.TargetValue === target) return { policyName, changed: false };

  const named = { ...scaledService(name), PolicyName: policyName };
  const put = (configuration: NonNullable<typeof had>) =>
    putScalingPolicy({
      ...named,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: configuration,
    });
  plan.change(`${metric}-policy`, {
    title: had
      ? `Keep ${name.service} at ${target} % ${words} rather than ${had.TargetValue} %`
      : `Keep ${name.service} at ${target} % ${words}`,
    call: put(wanted),
    before: had ? shown(had) : null,
    after: shown(wanted),
    undo: had ? put(had) : deleteScalingPolicy(named),
  });
  return { policyName, changed: true };
}

/** With several policies, AWS does what the one asks for that asks for the most tasks. */
export function warnOfOtherPolicies(
  plan: PlanBuilder,
  policies: readonly ScalingPolicy[],
  put: readonly TrackedBy[],
): void {
  const others = policies.flatMap(({ PolicyName = '' }) =>
    put.some((one) => one.policyName === PolicyName) ? [] : PolicyName,
  );
  if (others.length > 0) plan.warn(`${others.join(', ')} scale it too: AWS follows whichever asks for the most tasks`);
}

function metricOf({ TargetTrackingScalingPolicyConfiguration: tracking }: ScalingPolicy): string | undefined {
  return tracking?.PredefinedMetricSpecification?.PredefinedMetricType;
}

function freeName(policies: readonly ScalingPolicy[], name: string): string {
  return policies.some(({ PolicyName }) => PolicyName === name) ? `opsbook-${name}` : name;
}

function shown(configuration: NonNullable<ScalingPolicy['TargetTrackingScalingPolicyConfiguration']>) {
  const { TargetValue, ScaleOutCooldown, ScaleInCooldown, DisableScaleIn } = configuration;
  return {
    TargetValue: TargetValue ?? null,
    ScaleOutCooldown: ScaleOutCooldown ?? null,
    ScaleInCooldown: ScaleInCooldown ?? null,
    DisableScaleIn: DisableScaleIn ?? false,
  };
}
