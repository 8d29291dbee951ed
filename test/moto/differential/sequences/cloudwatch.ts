import { ago } from '../roles.ts';
import { of, type Sequence } from '../sequence.ts';

const topic = 'arn:aws:sns:us-east-1:123456789012:critical-alerts';
const AlarmName = 'sequence-errors';
const it = { AlarmNames: [AlarmName] };
const metric = { Namespace: 'Enterprise/Sequence', MetricName: 'Errors' };
const alarm = {
  AlarmName,
  AlarmDescription: 'Too many errors',
  ...metric,
  Dimensions: [{ Name: 'Service', Value: 'shop' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
  ActionsEnabled: true,
  AlarmActions: [topic],
  OKActions: [topic],
};
const arn = of('read', 'MetricAlarms.AlarmArn');
const state = { AlarmName, StateValue: 'ALARM', StateReason: 'Drill' };
const NOBODY = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:nobodys';

export const cloudwatchAlarm: Sequence = {
  name: 'alarm',
  steps: [
    ['put', 'cloudwatch:PutMetricAlarm', { ...alarm, Tags: [{ Key: 'Team', Value: 'shop' }] }],
    ['read', 'cloudwatch:DescribeAlarms', it],
    ['put anew', 'cloudwatch:PutMetricAlarm', { ...alarm, Threshold: 9, OKActions: [] }],
    ['read when put anew', 'cloudwatch:DescribeAlarms', it],
    ['without name', 'cloudwatch:PutMetricAlarm', { ...alarm, AlarmName: undefined }],
    ['without metric', 'cloudwatch:PutMetricAlarm', { ...alarm, AlarmName: 'r1', MetricName: undefined }],
    ['without threshold', 'cloudwatch:PutMetricAlarm', { ...alarm, AlarmName: 'r2', Threshold: undefined }],
    ['period 7', 'cloudwatch:PutMetricAlarm', { ...alarm, AlarmName: 'r3', Period: 7 }],
    ['no periods', 'cloudwatch:PutMetricAlarm', { ...alarm, AlarmName: 'r4', EvaluationPeriods: 0 }],
    ['more datapoints than periods', 'cloudwatch:PutMetricAlarm', { ...alarm, AlarmName: 'r5', DatapointsToAlarm: 4 }],
    ['of no comparison', 'cloudwatch:PutMetricAlarm', { ...alarm, AlarmName: 'r6', ComparisonOperator: 'Nobodys' }],
    ['of no statistic', 'cloudwatch:PutMetricAlarm', { ...alarm, AlarmName: 'r7', Statistic: 'Nobodys' }],
    ['of no treatment', 'cloudwatch:PutMetricAlarm', { ...alarm, AlarmName: 'r8', TreatMissingData: 'nobodys' }],
    ['telling nobody', 'cloudwatch:PutMetricAlarm', { ...alarm, AlarmName: 'r9', AlarmActions: ['nobodys'] }],
    ['tags', 'cloudwatch:ListTagsForResource', { ResourceARN: arn }],
    ['tagged', 'cloudwatch:TagResource', { ResourceARN: arn, Tags: [{ Key: 'Team', Value: 'checkout' }] }],
    ['untagged', 'cloudwatch:UntagResource', { ResourceARN: arn, TagKeys: ['nobodys'] }],
    ['tags after', 'cloudwatch:ListTagsForResource', { ResourceARN: arn }],
    ['tags of nobody', 'cloudwatch:ListTagsForResource', { ResourceARN: NOBODY }],
    ['nobody tagged', 'cloudwatch:TagResource', { ResourceARN: NOBODY, Tags: [{ Key: 'A', Value: 'b' }] }],
    ['nobody untagged', 'cloudwatch:UntagResource', { ResourceARN: NOBODY, TagKeys: ['A'] }],
    ['silenced', 'cloudwatch:DisableAlarmActions', it],
    ['nobody silenced', 'cloudwatch:DisableAlarmActions', { AlarmNames: ['nobodys'] }],
    ['read when silenced', 'cloudwatch:DescribeAlarms', it],
    ['heard again', 'cloudwatch:EnableAlarmActions', it],
    ['nobody heard', 'cloudwatch:EnableAlarmActions', { AlarmNames: ['nobodys'] }],
    ['rung', 'cloudwatch:SetAlarmState', { ...state, StateReasonData: '{"drill":true}' }],
    ['rung by no JSON', 'cloudwatch:SetAlarmState', { ...state, StateReasonData: '{' }],
    ['rung without reason', 'cloudwatch:SetAlarmState', { ...state, AlarmName: 'r3', StateReason: undefined }],
    ['of no state', 'cloudwatch:SetAlarmState', { ...state, StateValue: 'NOBODYS' }],
    ['nobody rung', 'cloudwatch:SetAlarmState', { ...state, AlarmName: 'nobodys' }],
    ['read when rung', 'cloudwatch:DescribeAlarms', it],
    ['deleted', 'cloudwatch:DeleteAlarms', it],
    ['read when deleted', 'cloudwatch:DescribeAlarms', it],
    ['deleted again', 'cloudwatch:DeleteAlarms', it],
    ['none deleted', 'cloudwatch:DeleteAlarms', {}],
  ],
};

const DashboardName = 'sequence-shop';
const DashboardBody = JSON.stringify({
  widgets: [{ type: 'text', x: 0, y: 0, width: 6, height: 3, properties: { markdown: 'Shop' } }],
});
const noMetrics = JSON.stringify({ widgets: [{ type: 'metric', x: 0, y: 0, width: 6, height: 3, properties: {} }] });

export const cloudwatchDashboard: Sequence = {
  name: 'dashboard',
  steps: [
    ['put', 'cloudwatch:PutDashboard', { DashboardName, DashboardBody }],
    ['read', 'cloudwatch:GetDashboard', { DashboardName }],
    ['listed', 'cloudwatch:ListDashboards', { DashboardNamePrefix: 'sequence' }],
    ['put anew', 'cloudwatch:PutDashboard', { DashboardName, DashboardBody: '{"widgets":[]}' }],
    ['put with a widget without metrics', 'cloudwatch:PutDashboard', { DashboardName: 'r1', DashboardBody: noMetrics }],
    ['put with no JSON', 'cloudwatch:PutDashboard', { DashboardName, DashboardBody: '{' }],
    ['put without body', 'cloudwatch:PutDashboard', { DashboardName }],
    ['put under a malformed name', 'cloudwatch:PutDashboard', { DashboardName: 'no such!', DashboardBody }],
    ['read when put anew', 'cloudwatch:GetDashboard', { DashboardName }],
    ['one of nobody deleted too', 'cloudwatch:DeleteDashboards', { DashboardNames: [DashboardName, 'nobodys'] }],
    ['deleted', 'cloudwatch:DeleteDashboards', { DashboardNames: [DashboardName] }],
    ['read when deleted', 'cloudwatch:GetDashboard', { DashboardName }],
    ['none deleted', 'cloudwatch:DeleteDashboards', {}],
  ],
};

const { Namespace } = metric;
const REFUSED = 'Enterprise/Refused';
const MINUTE_MS = 60_000;
const datum = { MetricName: 'Errors', Value: 3, Unit: 'Count', Timestamp: ago(5 * MINUTE_MS) };
const asked = { ...metric, StartTime: ago(60 * MINUTE_MS), EndTime: ago(0), Period: 3600, Statistics: ['Sum'] };

export const cloudwatchMetric: Sequence = {
  name: 'metric',
  steps: [
    ['put', 'cloudwatch:PutMetricData', { Namespace, MetricData: [datum, { ...datum, Value: 4 }] }],
    [
      'put as a set',
      'cloudwatch:PutMetricData',
      {
        Namespace: REFUSED,
        MetricData: [
          {
            MetricName: 'Latency',
            StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 },
            Timestamp: ago(5 * MINUTE_MS),
          },
        ],
      },
    ],
    ['without namespace', 'cloudwatch:PutMetricData', { MetricData: [datum] }],
    ['in AWS’s namespace', 'cloudwatch:PutMetricData', { Namespace: 'AWS/ECS', MetricData: [datum] }],
    ['without name', 'cloudwatch:PutMetricData', { Namespace: REFUSED, MetricData: [{ Value: 1 }] }],
    ['without value', 'cloudwatch:PutMetricData', { Namespace: REFUSED, MetricData: [{ MetricName: 'Errors' }] }],
    ['no number', 'cloudwatch:PutMetricData', { Namespace: REFUSED, MetricData: [{ ...datum, Value: Number.NaN }] }],
    ['of no unit', 'cloudwatch:PutMetricData', { Namespace: REFUSED, MetricData: [{ ...datum, Unit: 'Nobodys' }] }],
    [
      'of last month',
      'cloudwatch:PutMetricData',
      { Namespace: REFUSED, MetricData: [{ ...datum, Timestamp: ago(30 * 24 * 60 * MINUTE_MS) }] },
    ],
    ['listed', 'cloudwatch:ListMetrics', { Namespace }],
    ['read', 'cloudwatch:GetMetricStatistics', asked],
  ],
};
