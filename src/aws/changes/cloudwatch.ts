import type {
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmsCommandInput,
  GetMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { planned } from './planned.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export const describeAlarmHistory = planned<DescribeAlarmHistoryCommandInput>('cloudwatch', 'DescribeAlarmHistory');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export const describeAlarms = planned<DescribeAlarmsCommandInput>('cloudwatch', 'DescribeAlarms');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const getMetricData = planned<GetMetricDataCommandInput>('cloudwatch', 'GetMetricData');
