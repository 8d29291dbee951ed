import type {
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  GetDashboardInput,
  GetDashboardOutput,
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
} from '@aws-sdk/client-cloudwatch';
import { adopt, type Ground } from './ground.ts';
import { adoptMetrics } from './metrics.ts';
import { answersTo } from './recording.ts';

/** Alarms stay in the state that they were found in until their data say something else; dashboards as they were read. */
export function adoptCloudwatch(ground: Ground): void {
  const { recordings, now } = ground;
  const { metricAlarms, compositeAlarms, history, dashboards, tags, watch } = ground.region.cloudwatch;
  adoptMetrics(ground);
  for (const { answer } of answersTo<DescribeAlarmsInput, DescribeAlarmsOutput>(
    recordings,
    'cloudwatch',
    'DescribeAlarms',
  )) {
    for (const one of answer.MetricAlarms ?? []) {
      adopt(metricAlarms, one, ({ AlarmName }) => AlarmName);
      watch.believed.set(one.AlarmName ?? '', undefined);
    }
    for (const one of answer.CompositeAlarms ?? []) adopt(compositeAlarms, one, ({ AlarmName }) => AlarmName);
  }
  for (const { answer } of answersTo<DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput>(
    recordings,
    'cloudwatch',
    'DescribeAlarmHistory',
  )) {
    for (const one of answer.AlarmHistoryItems ?? []) {
      adopt(
        history,
        one,
        ({ AlarmName, Timestamp, HistoryData }) => `${AlarmName} ${Timestamp?.getTime()} ${HistoryData}`,
      );
    }
  }
  for (const { answer } of answersTo<GetDashboardInput, GetDashboardOutput>(recordings, 'cloudwatch', 'GetDashboard')) {
    dashboards.set(answer.DashboardName ?? '', { body: answer.DashboardBody ?? '{}', lastModified: now });
  }
  for (const { input, answer } of answersTo<ListTagsForResourceInput, ListTagsForResourceOutput>(
    recordings,
    'cloudwatch',
    'ListTagsForResource',
  )) {
    tags.set(input.ResourceARN ?? '', answer.Tags ?? []);
  }
}
