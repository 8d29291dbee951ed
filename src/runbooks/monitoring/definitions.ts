import {
  describeScalableTargets,
  describeScalingPolicies,
  type ScalingPolicy,
} from '../../aws/application-autoscaling.ts';
import type { Aws } from '../../aws/execution.ts';
import type { AlarmDefinition, AutoscalingDefinition, TrackingDefinition, Widget } from '../../model/monitoring.ts';
import type { RunbookSettings } from '../../model/runbook-settings.ts';
import { DESIRED_COUNT } from '../look/autoscaling.ts';
import { wantedAlarms } from './alarms.ts';
import { lookAtExisting } from './alarms/managed.ts';
import { topicInUse } from './alarms/topic.ts';
import { wantedDashboard } from './dashboard.ts';
import { lookAtResources } from './dashboard/resources.ts';

/** What the runbooks would bring about, and how services are scaled now: for whoever wants to have it elsewhere. */
export interface Definitions {
  readonly alarms: readonly AlarmDefinition[];
  readonly topic: string;
  readonly dashboards: readonly { readonly name: string; readonly widgets: readonly Widget[] }[];
  readonly autoscaling: readonly AutoscalingDefinition[];
}

/** What the recommended dashboard is called where the configuration has none. */
const RECOMMENDED = 'opsbook';

/**
 * Reads only. The alarms and dashboards of the configuration, or, without any there, the recommended ones.
 * @throws Refused where no topic is named, and no alarm tells one; or where a dashboard could not be put
 */
export async function lookAtDefinitions(aws: Aws, { monitoring }: RunbookSettings): Promise<Definitions> {
  const [alarms, existing, resources, autoscaling] = await Promise.all([
    wantedAlarms(aws, monitoring),
    lookAtExisting(aws),
    lookAtResources(aws),
    lookAtAutoscaling(aws),
  ]);
  const configured = Object.keys(monitoring?.dashboards ?? {});
  const names = configured.length > 0 ? configured : [RECOMMENDED];
  const needsTopic = alarms.some(({ topic }) => topic === undefined);
  const inUse = () => topicInUse([...existing.managed.values(), ...existing.others.values()]);
  return {
    alarms,
    topic: monitoring?.topic ?? (needsTopic ? inUse() : ''),
    dashboards: names.map((name) => ({
      name,
      widgets: wantedDashboard({ name, monitoring, resources, region: aws.region }).body.widgets,
    })),
    autoscaling,
  };
}

/** ECS services and the policies that track a metric which AWS knows by name; others are not ours to write down. */
async function lookAtAutoscaling(aws: Aws): Promise<AutoscalingDefinition[]> {
  const [targets, policies] = await Promise.all([
    describeScalableTargets(aws, { ServiceNamespace: 'ecs' }),
    describeScalingPolicies(aws, { ServiceNamespace: 'ecs' }),
  ]);
  return targets
    .filter(({ ScalableDimension }) => ScalableDimension === DESIRED_COUNT)
    .flatMap(({ ResourceId = '', MinCapacity: min = 0, MaxCapacity: max = 0 }) => {
      const [, cluster, service] = ResourceId.split('/');
      if (cluster === undefined || service === undefined) return [];
      const own = policies.filter((policy) => policy.ResourceId === ResourceId).flatMap(trackingOf);
      return { cluster, service, min, max, policies: own };
    })
    .toSorted((a, b) => (`${a.cluster}/${a.service}` < `${b.cluster}/${b.service}` ? -1 : 1));
}

function trackingOf({
  PolicyName: name = '',
  TargetTrackingScalingPolicyConfiguration: own,
}: ScalingPolicy): TrackingDefinition[] {
  const metric = own?.PredefinedMetricSpecification;
  // One that counts requests needs to know of which target group: its label is not a thing to copy.
  if (!own || metric?.PredefinedMetricType === undefined || metric.ResourceLabel !== undefined) return [];
  const { TargetValue, ScaleOutCooldown = 300, ScaleInCooldown = 300, DisableScaleIn = false } = own;
  return [
    {
      name,
      metric: metric.PredefinedMetricType,
      target: TargetValue ?? 0,
      scaleOutCooldownSeconds: ScaleOutCooldown,
      scaleInCooldownSeconds: ScaleInCooldown,
      disableScaleIn: DisableScaleIn,
    },
  ];
}
