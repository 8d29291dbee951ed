import type { ScalingPolicy } from '../../../aws/application-autoscaling.ts';
import type { Referable } from '../../../aws/changes/planned.ts';
import { scaledService } from '../../look/autoscaling.ts';
import { targetGroupDimension } from '../../look/target-group.ts';
import type { Pair } from './colours.ts';

type Tracking = NonNullable<ScalingPolicy['TargetTrackingScalingPolicyConfiguration']>;

/**
 * A scaling policy as PutScalingPolicy takes it: as it stands, or for the other colour. What it measures moves along:
 * requests per target of the other's group, metrics that name the service.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
 */
export function policyFor(policy: ScalingPolicy, pair?: Pair) {
  const { PolicyName, PolicyType, ServiceNamespace, ResourceId, ScalableDimension } = policy;
  const own = { ServiceNamespace, ResourceId, ScalableDimension };
  const tracking = policy.TargetTrackingScalingPolicyConfiguration;
  return {
    PolicyName,
    PolicyType,
    ...(pair ? scaledService(pair.green.named) : own),
    ...(tracking && { TargetTrackingScalingPolicyConfiguration: pair ? moved(tracking, pair) : tracking }),
    ...(policy.StepScalingPolicyConfiguration && {
      StepScalingPolicyConfiguration: policy.StepScalingPolicyConfiguration,
    }),
    ...(policy.PredictiveScalingPolicyConfiguration && {
      PredictiveScalingPolicyConfiguration: policy.PredictiveScalingPolicyConfiguration,
    }),
  };
}

function moved(tracking: Tracking, pair: Pair): Referable<Tracking> {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } = tracking;
  const label = predefined?.ResourceLabel;
  return {
    ...tracking,
    ...(predefined && {
      PredefinedMetricSpecification: {
        ...predefined,
        // `app/web/50dc…/targetgroup/web/73e2…`
        ...(label !== undefined && {
          ResourceLabel: { $join: [`${label.slice(0, label.indexOf('targetgroup/'))}`, pair.green.dimension] },
        }),
      },
    }),
    ...(customized && {
      CustomizedMetricSpecification: {
        ...customized,
        ...(customized.Dimensions && {
          Dimensions: customized.Dimensions.map(({ Name, Value }) => ({ Name, Value: dimension(Value, pair) })),
        }),
      },
    }),
  };
}

function dimension(value: string | undefined, { blue, green }: Pair): Referable<string | undefined> {
  if (value === blue.name) return green.name;
  return value === targetGroupDimension(blue.group.arn) ? green.dimension : value;
}
