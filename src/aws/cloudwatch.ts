import type {
  AlarmHistoryItem,
  CompositeAlarm,
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  ListMetricsCommandInput,
  ListMetricsCommandOutput,
  Metric,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { type Datapoint, gatherMetrics, type MetricQuery, type TimeRange } from './metric-gathering.ts';
import { list } from './read.ts';

export type { AlarmHistoryItem, CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';

export type Alarm = MetricAlarm | CompositeAlarm;

/**
 * Metric alarms and composite alarms alike; asked without `AlarmTypes`, AWS leaves the composite ones out.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export const describeAlarms = list<DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput, Alarm>(
  'cloudwatch',
  'DescribeAlarms',
  {
    items: (page) => [...(page.CompositeAlarms ?? []), ...(page.MetricAlarms ?? [])],
    next: ['NextToken', (page) => page.NextToken],
    page: { AlarmTypes: ['CompositeAlarm', 'MetricAlarm'], MaxRecords: 100 },
  },
);

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

/** An alarm as a resource, by the name an operator would type. */
export function alarmResource(aws: Aws, alarm: Alarm): Resource {
  const { AlarmName: id = '' } = alarm;
  return {
    type: isComposite(alarm) ? 'AWS::CloudWatch::CompositeAlarm' : 'AWS::CloudWatch::Alarm',
    id,
    arn: alarm.AlarmArn ?? `arn:${aws.partition}:cloudwatch:${aws.region}:${aws.account}:alarm:${id}`,
  };
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
