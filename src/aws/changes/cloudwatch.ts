import type {
  DeleteAlarmsCommandInput,
  DeleteDashboardsCommandInput,
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmsCommandInput,
  GetDashboardCommandInput,
  GetMetricDataCommandInput,
  PutDashboardCommandInput,
  PutMetricAlarmCommandInput,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { planned } from './planned.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html */
export const deleteAlarms = planned<DeleteAlarmsCommandInput>('cloudwatch', 'DeleteAlarms');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteDashboards.html */
export const deleteDashboards = planned<DeleteDashboardsCommandInput>('cloudwatch', 'DeleteDashboards');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export const describeAlarmHistory = planned<DescribeAlarmHistoryCommandInput>('cloudwatch', 'DescribeAlarmHistory');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export const describeAlarms = planned<DescribeAlarmsCommandInput>('cloudwatch', 'DescribeAlarms');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html */
export const getDashboard = planned<GetDashboardCommandInput>('cloudwatch', 'GetDashboard');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const getMetricData = planned<GetMetricDataCommandInput>('cloudwatch', 'GetMetricData');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
export const putDashboard = planned<PutDashboardCommandInput>('cloudwatch', 'PutDashboard');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const putMetricAlarm = planned<PutMetricAlarmCommandInput>('cloudwatch', 'PutMetricAlarm');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
export const tagResource = planned<TagResourceCommandInput>('cloudwatch', 'TagResource');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html */
export const untagResource = planned<UntagResourceCommandInput>('cloudwatch', 'UntagResource');
