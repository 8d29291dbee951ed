import type { ScalingPolicy } from '../../../aws/application-autoscaling.ts';
import type { Referable } from '../../../aws/changes/planned.ts';
import { scaledService } from '../../look/autoscaling.ts';
import { targetGroupDimension } from '../../look/target-group.ts';
import type { Pair } from './colours.ts';

type Tracking = NonNullable<ScalingPolicy['TargetTrackingScalingPolicyConfiguration']>;
type Customized = NonNullable<Tracking['CustomizedMetricSpecification']>;
type Dimensions = NonNullable<Customized['Dimensions']>;

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
    ...(customized && { CustomizedMetricSpecification: movedMetric(customized, pair) }),
  };
}

/** One metric, or several and what is reckoned from them. */
function movedMetric(customized: Customized, pair: Pair): Referable<Customized> {
  const { Dimensions: dimensions, Metrics: metrics } = customized;
  return {
    ...customized,
    ...(dimensions && { Dimensions: movedDimensions(dimensions, pair) }),
    ...(metrics && {
      Metrics: metrics.map((query) => {
        const { MetricStat: stat } = query;
        const own = stat?.Metric?.Dimensions;
        if (!stat || !own) return query;
        return {
          ...query,
          MetricStat: { ...stat, Metric: { ...stat.Metric, Dimensions: movedDimensions(own, pair) } },
        };
      }),
    }),
  };
}

/** A cluster may be called like its service: it is the dimension's name that tells. */
function movedDimensions(dimensions: Dimensions, { blue, green }: Pair): Referable<Dimensions> {
  return dimensions.map(({ Name, Value }) => {
    if (Name === 'ServiceName' && Value === blue.name) return { Name, Value: green.name };
    const isGroup = Name === 'TargetGroup' && Value === targetGroupDimension(blue.group.arn);
    return { Name, Value: isGroup ? green.dimension : Value };
  });
}
