import { first } from '../roles.ts';
import type { Sequence } from '../sequence.ts';
import { cluster } from './places.ts';

const it = {
  ServiceNamespace: 'ecs',
  ResourceId: `service/${cluster}/worker`,
  ScalableDimension: 'ecs:service:DesiredCount',
};
/** What is refused is asked of this one, since moto does it. */
const other = { ...it, ResourceId: `service/${cluster}/api` };
const nobody = { ...it, ResourceId: `service/${cluster}/nobodys` };
const target = { ...it, MinCapacity: 2, MaxCapacity: 6 };
const read = { ServiceNamespace: 'ecs', ResourceIds: [it.ResourceId] };
const policy = {
  ...it,
  PolicyName: 'sequence-cpu',
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 60,
    PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    ScaleInCooldown: 300,
    ScaleOutCooldown: 60,
  },
};
const steps = {
  ...it,
  PolicyName: 'sequence-steps',
  PolicyType: 'StepScaling',
  StepScalingPolicyConfiguration: {
    AdjustmentType: 'ChangeInCapacity',
    StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
    Cooldown: 60,
    MetricAggregationType: 'Average',
  },
};

const scheduled = {
  ...it,
  ScheduledActionName: 'sequence',
  Schedule: 'cron(0 8 * * ? *)',
  ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 6 },
};

export const applicationScaling: Sequence = {
  name: 'scalable target',
  steps: [
    [
      'without bounds',
      'application-autoscaling:RegisterScalableTarget',
      { ...other, ResourceId: `service/${cluster}/worker` },
    ],
    ['registered', 'application-autoscaling:RegisterScalableTarget', target],
    ['read', 'application-autoscaling:DescribeScalableTargets', read],
    ['bounds moved', 'application-autoscaling:RegisterScalableTarget', { ...it, MaxCapacity: 9 }],
    ['read when moved', 'application-autoscaling:DescribeScalableTargets', read],
    [
      'least above most',
      'application-autoscaling:RegisterScalableTarget',
      { ...other, MinCapacity: 10, MaxCapacity: 2 },
    ],
    ['negative', 'application-autoscaling:RegisterScalableTarget', { ...other, MinCapacity: -1, MaxCapacity: 2 }],
    [
      'service of nobody',
      'application-autoscaling:RegisterScalableTarget',
      { ...nobody, MinCapacity: 1, MaxCapacity: 2 },
    ],
    [
      'of no dimension',
      'application-autoscaling:RegisterScalableTarget',
      { ...target, ScalableDimension: 'ecs:nobodys' },
    ],
    ['without resource', 'application-autoscaling:RegisterScalableTarget', { ...target, ResourceId: undefined }],
    ['policy', 'application-autoscaling:PutScalingPolicy', policy],
    [
      'policy moved',
      'application-autoscaling:PutScalingPolicy',
      {
        ...policy,
        TargetTrackingScalingPolicyConfiguration: {
          ...policy.TargetTrackingScalingPolicyConfiguration,
          TargetValue: 70,
        },
      },
    ],
    ['steps', 'application-autoscaling:PutScalingPolicy', steps],
    ['policies', 'application-autoscaling:DescribeScalingPolicies', { ...it }],
    ['policy of nobody', 'application-autoscaling:PutScalingPolicy', { ...policy, ResourceId: nobody.ResourceId }],
    ['policy without name', 'application-autoscaling:PutScalingPolicy', { ...policy, ...other, PolicyName: undefined }],
    [
      'policy without configuration',
      'application-autoscaling:PutScalingPolicy',
      { ...other, PolicyName: 'r1', PolicyType: 'TargetTrackingScaling' },
    ],
    [
      'policy of no type',
      'application-autoscaling:PutScalingPolicy',
      { ...policy, PolicyName: 'r2', PolicyType: 'No' },
    ],
    ['policy deleted', 'application-autoscaling:DeleteScalingPolicy', { ...it, PolicyName: 'sequence-steps' }],
    ['policy deleted again', 'application-autoscaling:DeleteScalingPolicy', { ...it, PolicyName: 'sequence-steps' }],
    ['scheduled', 'application-autoscaling:PutScheduledAction', scheduled],
    ['schedule read', 'application-autoscaling:DescribeScheduledActions', { ...it }],
    ['scheduled anew', 'application-autoscaling:PutScheduledAction', { ...scheduled, Schedule: 'rate(1 day)' }],
    [
      'scheduled for nobody',
      'application-autoscaling:PutScheduledAction',
      { ...scheduled, ResourceId: nobody.ResourceId },
    ],
    ['no time', 'application-autoscaling:PutScheduledAction', { ...scheduled, ...other, Schedule: 'nobodys' }],
    ['schedule read when anew', 'application-autoscaling:DescribeScheduledActions', { ...it }],
    ['schedule deleted', 'application-autoscaling:DeleteScheduledAction', { ...it, ScheduledActionName: 'sequence' }],
    [
      'schedule deleted again',
      'application-autoscaling:DeleteScheduledAction',
      { ...it, ScheduledActionName: 'sequence' },
    ],
    ['deregistered', 'application-autoscaling:DeregisterScalableTarget', it],
    ['deregistered again', 'application-autoscaling:DeregisterScalableTarget', it],
    ['read when deregistered', 'application-autoscaling:DescribeScalableTargets', read],
    ['policies when deregistered', 'application-autoscaling:DescribeScalingPolicies', { ...it }],
  ],
};

const AutoScalingGroupName = first('autoscaling:DescribeAutoScalingGroups', 'AutoScalingGroups.AutoScalingGroupName', {
  like: /batch/,
});
const group = { AutoScalingGroupName };
/** What is refused is asked of this one, since moto does it. */
const otherGroup = {
  AutoScalingGroupName: first('autoscaling:DescribeAutoScalingGroups', 'AutoScalingGroups.AutoScalingGroupName', {
    like: /"(production-asg|staging-batch-asg)"/,
  }),
};
const noGroup = { AutoScalingGroupName: 'nobodys' };
const groupRead = { AutoScalingGroupNames: [AutoScalingGroupName] };

function tag(Key: string, Value: string, ResourceId: unknown = AutoScalingGroupName): object {
  return { Tags: [{ ResourceId, ResourceType: 'auto-scaling-group', Key, Value, PropagateAtLaunch: false }] };
}

export const groupScaling: Sequence = {
  name: 'group',
  steps: [
    ['bounds set', 'autoscaling:UpdateAutoScalingGroup', { ...group, MinSize: 1, MaxSize: 4, DesiredCapacity: 2 }],
    { minutes: 10 },
    ['read', 'autoscaling:DescribeAutoScalingGroups', groupRead],
    ['scaled', 'autoscaling:SetDesiredCapacity', { ...group, DesiredCapacity: 3, HonorCooldown: false }],
    { minutes: 10 },
    ['read when scaled', 'autoscaling:DescribeAutoScalingGroups', groupRead],
    ['activities', 'autoscaling:DescribeScalingActivities', group],
    ['scaled beyond the most', 'autoscaling:SetDesiredCapacity', { ...otherGroup, DesiredCapacity: 50 }],
    ['scaled below the least', 'autoscaling:SetDesiredCapacity', { ...otherGroup, DesiredCapacity: 0 }],
    ['nobody scaled', 'autoscaling:SetDesiredCapacity', { ...noGroup, DesiredCapacity: 1 }],
    ['scaled to no number', 'autoscaling:SetDesiredCapacity', otherGroup],
    ['least above most', 'autoscaling:UpdateAutoScalingGroup', { ...otherGroup, MinSize: 5, MaxSize: 4 }],
    ['negative', 'autoscaling:UpdateAutoScalingGroup', { ...otherGroup, MinSize: -1 }],
    ['nobody updated', 'autoscaling:UpdateAutoScalingGroup', { ...noGroup, MaxSize: 4 }],
    ['most below what is desired', 'autoscaling:UpdateAutoScalingGroup', { ...group, MaxSize: 2 }],
    { minutes: 10 },
    ['read when smaller', 'autoscaling:DescribeAutoScalingGroups', groupRead],
    ['tagged', 'autoscaling:CreateOrUpdateTags', tag('Team', 'shop')],
    ['tagged anew', 'autoscaling:CreateOrUpdateTags', tag('Team', 'checkout')],
    ['nobody tagged', 'autoscaling:CreateOrUpdateTags', tag('Team', 'shop', 'nobodys')],
    ['read when tagged', 'autoscaling:DescribeAutoScalingGroups', groupRead],
    ['untagged', 'autoscaling:DeleteTags', tag('Team', 'checkout')],
    ['untagged again', 'autoscaling:DeleteTags', tag('Team', 'checkout')],
    ['read when untagged', 'autoscaling:DescribeAutoScalingGroups', groupRead],
  ],
};
