import type * as Cloudwatch from '@aws-sdk/client-cloudwatch';
import type { Handlers } from '../handlers.ts';
import { describeAlarmHistory, describeAlarms } from './cloudwatch/alarms.ts';
import { getDashboard, listDashboards } from './cloudwatch/dashboards.ts';
import { listMetrics } from './cloudwatch/list-metrics.ts';
import { getMetricData } from './cloudwatch/metric-data.ts';
import { getMetricStatistics } from './cloudwatch/metric-statistics.ts';

export const cloudwatch: Handlers<typeof Cloudwatch> = {
  DescribeAlarmHistory: describeAlarmHistory,
  DescribeAlarms: describeAlarms,
  GetDashboard: getDashboard,
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListDashboards: listDashboards,
  ListMetrics: listMetrics,
};
