import type * as Cloudwatch from '@aws-sdk/client-cloudwatch';
import type { Handlers } from '../handlers.ts';
import { describeAlarmHistory, describeAlarms } from './cloudwatch/alarms.ts';
import { getDashboard, listDashboards } from './cloudwatch/dashboards.ts';
import { listMetrics } from './cloudwatch/list-metrics.ts';
import { getMetricData } from './cloudwatch/metric-data.ts';
import { getMetricStatistics } from './cloudwatch/metric-statistics.ts';
import { deleteAlarms, putCompositeAlarm, putMetricAlarm } from './cloudwatch/put-alarms.ts';
import { deleteDashboards, putDashboard } from './cloudwatch/put-dashboards.ts';
import { putMetricData } from './cloudwatch/put-metric-data.ts';
import { disableAlarmActions, enableAlarmActions, setAlarmState } from './cloudwatch/set-alarm-state.ts';
import { listTagsForResource, tagResource, untagResource } from './cloudwatch/tags.ts';

export const cloudwatch: Handlers<typeof Cloudwatch> = {
  DeleteAlarms: deleteAlarms,
  DeleteDashboards: deleteDashboards,
  DescribeAlarmHistory: describeAlarmHistory,
  DescribeAlarms: describeAlarms,
  DisableAlarmActions: disableAlarmActions,
  EnableAlarmActions: enableAlarmActions,
  GetDashboard: getDashboard,
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListDashboards: listDashboards,
  ListMetrics: listMetrics,
  ListTagsForResource: listTagsForResource,
  PutCompositeAlarm: putCompositeAlarm,
  PutDashboard: putDashboard,
  PutMetricAlarm: putMetricAlarm,
  PutMetricData: putMetricData,
  SetAlarmState: setAlarmState,
  TagResource: tagResource,
  UntagResource: untagResource,
};
