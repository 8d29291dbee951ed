import type { AutoscalingDefinition, TrackingDefinition } from '../../model/monitoring.ts';
import { argument, block, identifier, type Part, reference } from './hcl.ts';

/**
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/appautoscaling_target
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/appautoscaling_policy
 */
export function autoscalingResources({ cluster, service, min, max, policies }: AutoscalingDefinition): Part[] {
  const name = identifier(`${cluster}_${service}`);
  const target = block(
    'resource',
    ['aws_appautoscaling_target', name],
    [
      argument('service_namespace', 'ecs'),
      argument('resource_id', `service/${cluster}/${service}`),
      argument('scalable_dimension', 'ecs:service:DesiredCount'),
      argument('min_capacity', min),
      argument('max_capacity', max),
    ],
  );
  return [target, ...policies.map((policy) => policyResource(policy, name))];
}

function policyResource(policy: TrackingDefinition, target: string): Part {
  const of = (attribute: string) => reference(attribute, `aws_appautoscaling_target.${target}.${attribute}`);
  return block(
    'resource',
    ['aws_appautoscaling_policy', `${target}_${identifier(policy.name)}`],
    [
      argument('name', policy.name),
      argument('policy_type', 'TargetTrackingScaling'),
      of('service_namespace'),
      of('resource_id'),
      of('scalable_dimension'),
      block(
        'target_tracking_scaling_policy_configuration',
        [],
        [
          argument('target_value', policy.target),
          argument('scale_out_cooldown', policy.scaleOutCooldownSeconds),
          argument('scale_in_cooldown', policy.scaleInCooldownSeconds),
          argument('disable_scale_in', policy.disableScaleIn),
          block('predefined_metric_specification', [], [argument('predefined_metric_type', policy.metric)]),
        ],
      ),
    ],
  );
}
