import type {
  ScalableTarget,
  ScalingActivity,
  ScalingPolicy,
  ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';
import { CLUSTERS, hexOf, type Place, SERVICES } from './cast.ts';
import { before, DAY_MS, HOUR_MS, MINUTE_MS, type RegionSeed } from './seed.ts';

/** What one region of an account holds of application-autoscaling. */
export interface ApplicationAutoscalingState {
  readonly targets: ScalableTarget[];
  readonly policies: ScalingPolicy[];
  readonly scheduledActions: ScheduledAction[];
  /** Newest first. */
  readonly activities: ScalingActivity[];
  /** Of scalable targets, by ARN. */
  readonly tags: Map<string, Readonly<Record<string, string>>>;
}

const DIMENSION = 'ecs:service:DesiredCount';

/** The api can be scaled no further than it has been; the others have room. */
export function seedApplicationAutoscaling(seed: RegionSeed): ApplicationAutoscalingState {
  const { production, recovery } = CLUSTERS;
  if (seed.furnishing === 'empty')
    return { targets: [], policies: [], scheduledActions: [], activities: [], tags: new Map() };
  const createdAt = before(seed.start, 180 * DAY_MS);
  const bounds =
    seed.furnishing === 'home'
      ? ([
          [`${production}/${SERVICES.web}`, 3, 12],
          [`${production}/${SERVICES.api}`, 2, 6],
          [`${production}/${SERVICES.notifications}`, 1, 4],
        ] as const)
      : ([[`${recovery}/${SERVICES.web}`, 1, 12]] as const);
  return {
    targets: bounds.map(([service, min, max]) => scalableTarget(seed, service, [min, max], createdAt)),
    scheduledActions: [],
    policies: bounds.map(([service]) => cpuPolicy(seed, service, createdAt)),
    activities: seed.furnishing === 'home' ? apiGrowth(seed, `${production}/${SERVICES.api}`) : [],
    tags: new Map(),
  };
}

/** The bounds of an ECS service, `cluster/service`. */
export function scalableTarget(
  place: Place,
  service: string,
  [min, max]: readonly [number, number],
  createdAt: Date,
): ScalableTarget {
  const { accountId, region } = place;
  const role = 'AWSServiceRoleForApplicationAutoScaling_ECSService';
  return {
    ServiceNamespace: 'ecs',
    ResourceId: `service/${service}`,
    ScalableDimension: DIMENSION,
    MinCapacity: min,
    MaxCapacity: max,
    RoleARN: `arn:aws:iam::${accountId}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/${role}`,
    CreationTime: createdAt,
    SuspendedState: {
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: false,
    },
    ScalableTargetARN: `arn:aws:application-autoscaling:${region}:${accountId}:scalable-target/${hexOf(place, 32, 'scalable-target', service)}`,
  };
}

/** Keeps CPU at 60 %. */
function cpuPolicy(place: Place, service: string, createdAt: Date): ScalingPolicy {
  const { accountId, region } = place;
  const name = `${service.split('/').at(-1)}-cpu`;
  const id = uuid(place, 'policy', service);
  return {
    PolicyARN: `arn:aws:autoscaling:${region}:${accountId}:scalingPolicy:${id}:resource/ecs/service/${service}:policyName/${name}`,
    PolicyName: name,
    ServiceNamespace: 'ecs',
    ResourceId: `service/${service}`,
    ScalableDimension: DIMENSION,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 60,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      ScaleOutCooldown: 60,
      ScaleInCooldown: 300,
      DisableScaleIn: false,
    },
    Alarms: (['AlarmHigh', 'AlarmLow'] as const).map((kind) => {
      const AlarmName = `TargetTracking-service/${service}-${kind}-${uuid(place, kind, service)}`;
      return { AlarmName, AlarmARN: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${AlarmName}` };
    }),
    CreationTime: createdAt,
  };
}

/** Six tasks since this morning, five in the nights before. */
function apiGrowth(seed: RegionSeed, service: string): ScalingActivity[] {
  const mornings = [0, 1, 2].map((day) => before(seed.start, 3 * HOUR_MS + day * DAY_MS));
  return mornings.map((startTime, day) => {
    const alarm = `TargetTracking-service/${service}-AlarmHigh-${uuid(seed, 'AlarmHigh', service)}`;
    return {
      ActivityId: uuid(seed, 'activity', service, String(day)),
      ServiceNamespace: 'ecs',
      ResourceId: `service/${service}`,
      ScalableDimension: DIMENSION,
      Description: 'Setting desired count to 6.',
      Cause: `monitor alarm ${alarm} in state ALARM triggered policy ${service.split('/').at(-1)}-cpu`,
      StartTime: startTime,
      EndTime: new Date(startTime.getTime() + MINUTE_MS),
      StatusCode: 'Successful',
      StatusMessage: 'Successfully set desired count to 6. Change successfully fulfilled by ecs.',
    };
  });
}

function uuid(place: Place, ...words: readonly string[]): string {
  const hex = hexOf(place, 32, ...words);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
