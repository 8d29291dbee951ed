import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { clientModule } from '../client-module.ts';

export const cloudwatch = clientModule(CloudWatchClient, {
  DescribeAlarmHistory: DescribeAlarmHistoryCommand,
  DescribeAlarms: DescribeAlarmsCommand,
  GetMetricData: GetMetricDataCommand,
  ListMetrics: ListMetricsCommand,
});
