import type {
  AlarmHistoryItem,
  CompositeAlarm,
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  GetDashboardCommandInput,
  GetDashboardCommandOutput,
  ListMetricsCommandInput,
  ListMetricsCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  LogAlarm,
  Metric,
  MetricAlarm,
  Tag,
} from '@aws-sdk/client-cloudwatch';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { type Datapoint, gatherMetrics, type MetricQuery, type TimeRange } from './metric-gathering.ts';
import { list, one, orAbsent, settled } from './read.ts';

export type { AlarmHistoryItem, CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';

export type Alarm = MetricAlarm | CompositeAlarm | LogAlarm;

const listAlarms = list<DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput, Alarm>(
  'cloudwatch',
  'DescribeAlarms',
  {
    items: (page) => [...(page.CompositeAlarms ?? []), ...(page.MetricAlarms ?? []), ...(page.LogAlarms ?? [])],
    next: ['NextToken', (page) => page.NextToken],
    page: { MaxRecords: 100 },
  },
);

/**
 * Metric, composite and log alarms alike; asked without `AlarmTypes`, AWS gives the metric ones alone. An endpoint that
 * does not know log alarms yet refuses to be asked for them, and has none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 * @throws AwsFault
 */
export async function describeAlarms(aws: Aws, input: DescribeAlarmsCommandInput): Promise<readonly Alarm[]> {
  const all = await settled(listAlarms(aws, { AlarmTypes: ['CompositeAlarm', 'MetricAlarm', 'LogAlarm'], ...input }));
  if (all.ok) return all.value;
  if (all.fault.facts.kind !== 'rejected') throw all.fault;
  return listAlarms(aws, { AlarmTypes: ['CompositeAlarm', 'MetricAlarm'], ...input });
}

/**
 * What happened to the alarms of a region, newest first, composite ones too. CloudWatch keeps it for 30 days.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
 */
export const describeAlarmHistory = list<
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
  AlarmHistoryItem
>('cloudwatch', 'DescribeAlarmHistory', {
  items: (page) => page.AlarmHistoryItems,
  next: ['NextToken', (page) => page.NextToken],
  page: { AlarmTypes: ['CompositeAlarm', 'MetricAlarm'], MaxRecords: 100, ScanBy: 'TimestampDescending' },
});

/**
 * Metrics that have had data within two weeks, 500 a page.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 */
export const listMetrics = list<ListMetricsCommandInput, ListMetricsCommandOutput, Metric>(
  'cloudwatch',
  'ListMetrics',
  {
    items: (page) => page.Metrics,
    next: ['NextToken', (page) => page.NextToken],
  },
);

/** The tags of one alarm. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html */
export const alarmTags = list<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput, Tag>(
  'cloudwatch',
  'ListTagsForResource',
  { items: (page) => page.Tags },
);

const getDashboard = one<GetDashboardCommandInput, GetDashboardCommandOutput>('cloudwatch', 'GetDashboard');

/** The body of a dashboard, as it was put; undefined where there is none of that name. */
export async function findDashboard(aws: Aws, name: string): Promise<string | undefined> {
  const found = await orAbsent(
    getDashboard(aws, { DashboardName: name }),
    'ResourceNotFound',
    'DashboardNotFoundError',
    'ResourceNotFoundException',
  );
  return found?.DashboardBody;
}

/** An alarm as a resource, by the name an operator would type. */
export function alarmResource(aws: Aws, alarm: Alarm): Resource {
  const { AlarmName: id = '' } = alarm;
  return {
    type: TYPES[alarmKind(alarm)],
    id,
    arn: alarm.AlarmArn ?? `arn:${aws.partition}:cloudwatch:${aws.region}:${aws.account}:alarm:${id}`,
  };
}

/** Whether nobody is told by the alarm: it is there for a scaling policy, and often on when all is well. */
export function onlyScales({ AlarmActions: actions = [] }: Alarm): boolean {
  return (
    actions.length > 0 && actions.every((action) => /^arn:[^:]+:autoscaling:[^:]*:[^:]*:scalingPolicy:/.test(action))
  );
}

const TYPES = {
  composite: 'AWS::CloudWatch::CompositeAlarm',
  log: 'AWS::CloudWatch::LogAlarm',
  metric: 'AWS::CloudWatch::Alarm',
} as const;

export function alarmKind(alarm: Alarm): keyof typeof TYPES {
  if (isComposite(alarm)) return 'composite';
  return isOfLogs(alarm) ? 'log' : 'metric';
}

/** A log alarm watches what a scheduled query of logs finds. */
export function isOfLogs(alarm: Alarm): alarm is LogAlarm {
  return 'ScheduledQueryConfiguration' in alarm && alarm.ScheduledQueryConfiguration !== undefined;
}

/** A composite alarm watches other alarms, by a rule. */
export function isComposite(alarm: Alarm): alarm is CompositeAlarm {
  return 'AlarmRule' in alarm && alarm.AlarmRule !== undefined;
}

/**
 * A metric's datapoints, oldest first; empty where AWS has none. Metrics of one time range are asked for together,
 * 500 a request, whichever checks want them.
 * @throws AwsFault
 */
export async function metric(aws: Aws, query: MetricQuery, range: TimeRange): Promise<readonly Datapoint[]> {
  const gathering = aws.gather(`GetMetricData ${range.from.toISOString()} ${range.to.toISOString()}`, () =>
    gatherMetrics(range),
  );
  aws.dependsOn('cloudwatch', 'GetMetricData');
  return gathering(aws, query);
}
