import type {
  Alarm,
  PutScalingPolicyCommandInput,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { SandboxContext } from '../../handlers.ts';
import { uuidOf } from '../../world/newcomer/cast.ts';
import { putMetricAlarm } from '../cloudwatch/put-alarms.ts';
import { invalid } from './listing.ts';

interface Policy extends PutScalingPolicyCommandInput {
  readonly PolicyARN: string;
}

/** Scaling in waits a quarter of an hour, and for a tenth below the target. */
const SCALE_IN = { periods: 15, share: 0.9 };
const SCALE_OUT_PERIODS = 3;

/**
 * The two alarms of a policy that tracks a target, named as AWS names them.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
 */
export function makeTrackingAlarms(
  context: SandboxContext,
  policy: Policy,
  tracking: TargetTrackingScalingPolicyConfiguration,
): Alarm[] {
  const metric = metricOf(policy, tracking);
  const { TargetValue: target = 0 } = tracking;
  const common = {
    ...metric,
    Period: 60,
    AlarmActions: [policy.PolicyARN],
    AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy.PolicyARN}.`,
  };
  const high = {
    Threshold: target,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: SCALE_OUT_PERIODS,
  } as const;
  const low = {
    Threshold: target * SCALE_IN.share,
    ComparisonOperator: 'LessThanThreshold',
    EvaluationPeriods: SCALE_IN.periods,
  } as const;
  return (
    [
      ['AlarmHigh', high],
      ['AlarmLow', low],
    ] as const
  ).map(([kind, rule]) => make(context, policy, kind, { ...common, ...rule }));
}

function make(
  context: SandboxContext,
  policy: Policy,
  kind: string,
  input: Partial<PutMetricAlarmCommandInput>,
): Alarm {
  const { account, region } = context;
  const uuid = uuidOf({ accountId: account.id, region: region.name }, kind, policy.PolicyARN);
  const AlarmName = `TargetTracking-${policy.ResourceId}-${kind}-${uuid}`;
  const { ComparisonOperator, EvaluationPeriods } = input;
  putMetricAlarm({ ...input, AlarmName, ComparisonOperator, EvaluationPeriods }, context);
  return { AlarmName, AlarmARN: `arn:aws:cloudwatch:${region.name}:${account.id}:alarm:${AlarmName}` };
}

type Metric = Pick<
  PutMetricAlarmCommandInput,
  'Namespace' | 'MetricName' | 'Dimensions' | 'Statistic' | 'Unit' | 'Metrics'
>;

function metricOf({ ResourceId = '' }: Policy, tracking: TargetTrackingScalingPolicyConfiguration): Metric {
  const { PredefinedMetricSpecification: known, CustomizedMetricSpecification: own } = tracking;
  if (own) {
    const { MetricName, Namespace, Dimensions, Statistic, Unit } = own;
    if (!MetricName) throw invalid('The sandbox tracks customized metrics by their names, not by expressions.');
    return {
      MetricName,
      Namespace,
      Dimensions: (Dimensions ?? []).map(({ Name, Value }) => ({ Name, Value })),
      Statistic: STATISTICS.find((one) => one === Statistic) ?? 'Average',
      ...(Unit !== undefined && { Unit: UNITS.find((one) => one === Unit) }),
    };
  }
  const [, cluster, service] = ResourceId.split('/');
  const ofService: Metric = {
    Namespace: 'AWS/ECS',
    Statistic: 'Average',
    Dimensions: [
      { Name: 'ClusterName', Value: cluster },
      { Name: 'ServiceName', Value: service },
    ],
  };
  const type = known?.PredefinedMetricType;
  if (type === 'ALBRequestCountPerTarget') return requestsPerTarget(known?.ResourceLabel);
  if (type === 'ECSServiceAverageCPUUtilization') return { ...ofService, MetricName: 'CPUUtilization' };
  if (type === 'ECSServiceAverageMemoryUtilization') return { ...ofService, MetricName: 'MemoryUtilization' };
  throw invalid(`Unsupported predefined metric type for the resource: ${type}`);
}

/** A label is the ends of two ARNs: `app/name/id/targetgroup/name/id`. */
function requestsPerTarget(label = ''): Metric {
  const [, balancer, group] = /^(app\/[^/]+\/[^/]+)\/(targetgroup\/[^/]+\/[^/]+)$/.exec(label) ?? [];
  if (balancer === undefined || group === undefined) throw invalid(`Invalid resource label: ${label}`);
  return {
    Namespace: 'AWS/ApplicationELB',
    MetricName: 'RequestCountPerTarget',
    Statistic: 'Sum',
    Dimensions: [
      { Name: 'LoadBalancer', Value: balancer },
      { Name: 'TargetGroup', Value: group },
    ],
  };
}

const STATISTICS = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'] as const;
const UNITS = ['Count', 'Percent', 'Seconds', 'Milliseconds', 'Bytes', 'None'] as const;
