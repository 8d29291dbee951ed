import {
  describeScalableTargets,
  describeScalingPolicies,
  describeScheduledActions,
  type ScalableTarget,
  type ScalingPolicy,
  type ScheduledAction,
} from '../../aws/application-autoscaling.ts';
import type { Aws } from '../../aws/execution.ts';
import type { ServiceName } from './ecs-service.ts';

/** What Application Auto Scaling does with a service. */
export interface ServiceScaling {
  readonly target: ScalableTarget;
  readonly policies: readonly ScalingPolicy[];
  readonly scheduled: readonly ScheduledAction[];
}

export const DESIRED_COUNT = 'ecs:service:DesiredCount';

/** By what Application Auto Scaling names a service's number of tasks. */
export function scaledService({ cluster, service }: ServiceName) {
  return {
    ServiceNamespace: 'ecs',
    ResourceId: `service/${cluster}/${service}`,
    ScalableDimension: DESIRED_COUNT,
  } as const;
}

/** Undefined where nothing scales it. */
export async function findScaling(aws: Aws, name: ServiceName): Promise<ServiceScaling | undefined> {
  const { ServiceNamespace, ResourceId, ScalableDimension } = scaledService(name);
  const named = { ServiceNamespace, ScalableDimension };
  const [targets, policies, scheduled] = await Promise.all([
    describeScalableTargets(aws, { ...named, ResourceIds: [ResourceId] }),
    describeScalingPolicies(aws, { ...named, ResourceId }),
    describeScheduledActions(aws, { ...named, ResourceId }),
  ]);
  const [target] = targets;
  return target && { target, policies, scheduled };
}

export function boundsOf({ target: { MinCapacity = 0, MaxCapacity = 0 } }: ServiceScaling) {
  return { MinCapacity, MaxCapacity };
}

/** What of it is suspended, each said. */
export function suspensionOf({ target }: ServiceScaling) {
  const { SuspendedState: state = {} } = target;
  return {
    DynamicScalingInSuspended: state.DynamicScalingInSuspended ?? false,
    DynamicScalingOutSuspended: state.DynamicScalingOutSuspended ?? false,
    ScheduledScalingSuspended: state.ScheduledScalingSuspended ?? false,
  };
}
