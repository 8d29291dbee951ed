import type { Activity, AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Instance } from '@aws-sdk/client-ec2';
import { AUTO_SCALING_GROUP, ec2Id, type EnvironmentName, hexOf, STAGING_AUTO_SCALING_GROUP } from './cast.ts';
import { rolesIn } from './ec2/roles.ts';
import { before, DAY_MS, type RegionSeed } from './seed.ts';

/** What one region of an account holds of autoscaling. */
export interface AutoscalingState {
  readonly groups: AutoScalingGroup[];
  /** Newest first. */
  readonly activities: Activity[];
  /** What new instances are made of, by the launch template's name. */
  readonly templates: ReadonlyMap<string, InstanceTemplate>;
  /** How many instances the groups have launched since the world began. */
  launched: number;
}

export type InstanceTemplate = Pick<Instance, 'InstanceType' | 'ImageId' | 'SecurityGroups'>;

interface GroupPlan {
  readonly name: string;
  readonly environment: EnvironmentName;
  readonly min: number;
  readonly max: number;
}

/** The production group is as large as it may get. */
export function seedAutoscaling(seed: RegionSeed): AutoscalingState {
  if (seed.furnishing === 'empty') return { groups: [], activities: [], templates: new Map(), launched: 0 };
  const max = seed.furnishing === 'home' ? 2 : 4;
  const production = group(seed, { name: AUTO_SCALING_GROUP, environment: 'production', min: 1, max });
  const staging = group(seed, { name: STAGING_AUTO_SCALING_GROUP, environment: 'staging', min: 0, max: 4 });
  return {
    groups: seed.furnishing === 'home' ? [production, staging] : [production],
    activities: [],
    templates: new Map([
      ['production-batch', template(seed, 'production')],
      ['staging-batch', template(seed, 'staging')],
    ]),
    launched: 0,
  };
}

function template(seed: RegionSeed, environment: EnvironmentName): InstanceTemplate {
  const GroupName = `${environment}-app`;
  return {
    InstanceType: environment === 'production' ? 'c5.large' : 't3.medium',
    ImageId: ec2Id(seed, 'ami', 'batch-golden-2026-10'),
    SecurityGroups: [{ GroupId: ec2Id(seed, 'sg', GroupName), GroupName }],
  };
}

/** A group with the instances that the cast gives it, all of them serving. */
function group(seed: RegionSeed, { name, environment, min, max }: GroupPlan): AutoScalingGroup {
  const { accountId, region } = seed;
  const uuid = hexOf(seed, 32, 'asg', name).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const template = {
    LaunchTemplateId: ec2Id(seed, 'lt', environment),
    LaunchTemplateName: `${environment}-batch`,
    Version: '7',
  };
  const members = rolesIn(seed).filter(({ autoScalingGroup }) => autoScalingGroup === name);
  return {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:${uuid}:autoScalingGroupName/${name}`,
    LaunchTemplate: template,
    MinSize: min,
    MaxSize: max,
    DesiredCapacity: members.length,
    DefaultCooldown: 300,
    AvailabilityZones: [`${region}a`, `${region}b`],
    LoadBalancerNames: [],
    TargetGroupARNs: [],
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 300,
    Instances: members.map((role) => ({
      InstanceId: ec2Id(seed, 'i', role.name),
      InstanceType: role.type,
      AvailabilityZone: `${region}${role.subnet.slice(-1)}`,
      LifecycleState: 'InService',
      HealthStatus: 'Healthy',
      LaunchTemplate: template,
      ProtectedFromScaleIn: false,
    })),
    CreatedTime: before(seed.start, 320 * DAY_MS),
    SuspendedProcesses: [],
    VPCZoneIdentifier: ['a', 'b'].map((zone) => ec2Id(seed, 'subnet', `${environment}-private-${zone}`)).join(','),
    EnabledMetrics: [],
    Tags: [
      {
        Key: 'Environment',
        Value: environment,
        PropagateAtLaunch: true,
        ResourceId: name,
        ResourceType: 'auto-scaling-group',
      },
    ],
    TerminationPolicies: ['Default'],
    NewInstancesProtectedFromScaleIn: false,
    ServiceLinkedRoleARN: `arn:aws:iam::${accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    CapacityRebalance: false,
    TrafficSources: [],
  };
}
