import { describeScalableTargets, describeScalingPolicies } from '../../aws/changes/application-autoscaling.ts';
import type { Condition } from '../../model/plan.ts';
import { scaledService } from '../look/autoscaling.ts';
import type { ServiceName } from '../look/ecs-service.ts';

/** Auto scaling knows a service: nobody took it from there. */
export function isScaled(name: ServiceName): Condition {
  const { ServiceNamespace, ResourceId, ScalableDimension } = scaledService(name);
  const call = describeScalableTargets({ ServiceNamespace, ResourceIds: [ResourceId], ScalableDimension });
  return {
    says: `${name.service} is scaled automatically`,
    reads: [{ as: 't', call, absent: [] }],
    met: 'length(not_null(t.ScalableTargets, `[]`)) > `0`',
    failed: [],
    unsure: [],
    observed: `join('', [to_string(length(not_null(t.ScalableTargets, \`[]\`))), ' scalable targets of that name'])`,
  };
}

/**
 * The policies are there, each with an alarm that it is triggered by: without one, it never acts.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
 */
export function policiesWatch(name: ServiceName, policies: readonly string[]): Condition {
  const { ServiceNamespace, ResourceId, ScalableDimension } = scaledService(name);
  const call = describeScalingPolicies({
    ServiceNamespace,
    ResourceId,
    ScalableDimension,
    PolicyNames: [...policies],
  });
  const watching = 'length(p.ScalingPolicies[?length(Alarms || `[]`) > `0`])';
  return {
    says: `${policies.join(' and ')} of ${name.service} ${policies.length === 1 ? 'has its' : 'have their'} alarms`,
    reads: [{ as: 'p', call, absent: [] }],
    met: `${watching} == \`${policies.length}\``,
    failed: [],
    unsure: [],
    observed: `join('', [to_string(${watching}), ' of ${policies.length} policies have their alarms'])`,
  };
}
