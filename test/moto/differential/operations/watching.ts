import type { Pages, Questions } from '../cases.ts';
import { ago, dayAgo, first, msAgo } from '../roles.ts';

const PAGES: Omit<Pages, 'list'> = {
  size: 'MaxRecords',
  least: 1,
  most: 100,
  tokenIn: 'NextToken',
  tokenOut: 'NextToken',
};
const HOUR_MS = 3_600_000;
const StartTime = ago(8 * 24 * HOUR_MS);
const EndTime = ago(0);
const cpu = {
  Namespace: 'AWS/RDS',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'production-db' }],
};
const query = { Id: 'cpu', MetricStat: { Metric: cpu, Period: 3600, Stat: 'Average' } };
const statistics = { Namespace: cpu.Namespace, MetricName: cpu.MetricName, StartTime, EndTime, Period: 86_400 };
const alarm = first('cloudwatch:DescribeAlarms', 'MetricAlarms.AlarmName', { like: /"production-db-cpu"/ });
const dashboard = first('cloudwatch:ListDashboards', 'DashboardEntries.DashboardName');

export const cloudwatch: Record<string, Questions> = {
  DescribeAlarms: {
    names: { AlarmNames: { known: [alarm], unknown: 'nobodys-@@@@' } },
    pages: { ...PAGES, list: 'MetricAlarms' },
    also: {
      ringing: { StateValue: 'ALARM' },
      composite: { AlarmTypes: ['CompositeAlarm'] },
      'of both types': { AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] },
      'of no type': { AlarmTypes: ['NOBODYS'] },
      'of no state': { StateValue: 'NOBODYS' },
      'by prefix': { AlarmNamePrefix: 'prod' },
      'prefix of none': { AlarmNamePrefix: 'nobodys' },
      'prefix and names': { AlarmNamePrefix: 'prod', AlarmNames: [alarm] },
      'by action': { ActionPrefix: 'arn:aws:sns' },
    },
  },
  GetMetricData: {
    required: { MetricDataQueries: [query], StartTime, EndTime },
    also: {
      'oldest first': { ScanBy: 'TimestampAscending' },
      'of nobody': {
        MetricDataQueries: [
          { ...query, MetricStat: { ...query.MetricStat, Metric: { Namespace: 'AWS/RDS', MetricName: 'Nobodys' } } },
        ],
      },
      mathematics: { MetricDataQueries: [query, { Id: 'twice', Expression: 'cpu * 2' }] },
      'nothing returned': { MetricDataQueries: [{ ...query, ReturnData: false }] },
      'without queries': { MetricDataQueries: [] },
      'the same id twice': { MetricDataQueries: [query, query] },
      'malformed id': { MetricDataQueries: [{ ...query, Id: 'Upper' }] },
      'malformed period': { MetricDataQueries: [{ ...query, MetricStat: { ...query.MetricStat, Period: 61 } }] },
      'of no statistic': { MetricDataQueries: [{ ...query, MetricStat: { ...query.MetricStat, Stat: 'Nobodys' } }] },
      'end before start': { StartTime: EndTime, EndTime: StartTime },
      'token of nobody': { NextToken: 'bm9ib2R5cw==' },
    },
  },
  GetMetricStatistics: {
    required: { ...statistics, Dimensions: cpu.Dimensions, Statistics: ['Average', 'Maximum'] },
    also: {
      percentiles: { Statistics: undefined, ExtendedStatistics: ['p95'] },
      'of nobody': { MetricName: 'Nobodys' },
      'no statistic': { Statistics: undefined },
      'of no statistic': { Statistics: ['Nobodys'] },
      'malformed period': { Period: 61 },
      'too many datapoints': { Period: 60 },
      'end before start': { StartTime: EndTime, EndTime: StartTime },
    },
  },
  ListMetrics: {
    names: { Namespace: { known: 'AWS/RDS', unknown: 'Nobodys/@@@@' } },
    also: {
      'by dimension': { Dimensions: cpu.Dimensions },
      'by dimension name': { Dimensions: [{ Name: 'DBInstanceIdentifier' }] },
      'token of nobody': { NextToken: 'bm9ib2R5cw==' },
    },
  },
  ListDashboards: { also: { 'prefix of none': { DashboardNamePrefix: 'nobodys' } } },
  GetDashboard: {
    required: { DashboardName: dashboard },
    names: { DashboardName: { known: dashboard, unknown: 'nobodys-@@@@' } },
  },
};

const LOG_PAGES: Omit<Pages, 'list'> = {
  size: 'limit',
  least: 1,
  most: 50,
  tokenIn: 'nextToken',
  tokenOut: 'nextToken',
};
const group = { known: '/aws/application/enterprise-prod', unknown: '/nobodys/@@@@', malformed: ['', 'x'.repeat(513)] };
const stream = first('logs:DescribeLogStreams', 'logStreams.logStreamName', { input: { logGroupName: group.known } });

const counting = {
  queryString: 'filter @message like /ERROR/ | stats count(*) as matches',
  startTime: 1,
  endTime: 4_000_000_000,
};
const started = first('logs:StartQuery', 'queryId', { input: { logGroupName: group.known, ...counting } });

export const logs: Record<string, Questions> = {
  DescribeLogGroups: {
    names: { logGroupNamePrefix: { known: '/aws', unknown: '/nobodys/@@@@' } },
    pages: { ...LOG_PAGES, list: 'logGroups' },
    also: {
      'by pattern': { logGroupNamePattern: 'enterprise' },
      'prefix and pattern': { logGroupNamePrefix: '/aws', logGroupNamePattern: 'enterprise' },
      'of no class': { logGroupClass: 'NOBODYS' },
    },
  },
  DescribeLogStreams: {
    required: { logGroupName: group.known },
    names: { logGroupName: group, logStreamNamePrefix: { known: stream, unknown: 'nobodys-@@@@' } },
    pages: { ...LOG_PAGES, list: 'logStreams' },
    also: {
      'newest first': { orderBy: 'LastEventTime', descending: true },
      'newest of a prefix': { orderBy: 'LastEventTime', logStreamNamePrefix: 'x' },
    },
  },
  FilterLogEvents: {
    required: { logGroupName: group.known },
    names: { logGroupName: group, logStreamNames: { known: [stream], unknown: 'nobodys-@@@@' } },
    pages: {
      ...LOG_PAGES,
      most: 10_000,
      least: 1,
      list: 'events',
      input: { startTime: msAgo(HOUR_MS), filterPattern: 'ERROR' },
    },
    also: {
      errors: { filterPattern: 'ERROR', startTime: msAgo(HOUR_MS) },
      'by JSON': { filterPattern: '{ $.level = "error" }' },
      'malformed pattern': { filterPattern: '{ $.level = ' },
      'streams and prefix': { logStreamNames: [stream], logStreamNamePrefix: 'x' },
      'of the future': { startTime: msAgo(-HOUR_MS) },
    },
  },
  GetLogEvents: {
    required: { logGroupName: group.known, logStreamName: stream },
    names: { logGroupName: group, logStreamName: { known: stream, unknown: 'nobodys-@@@@' } },
    also: {
      'from the head': { startFromHead: true },
      'one event': { limit: 1 },
      'limit 0': { limit: 0 },
      'limit 10001': { limit: 10_001 },
      'token of nobody': { nextToken: 'bm9ib2R5cw==' },
      'of the future': { startTime: msAgo(-HOUR_MS) },
    },
  },
  GetQueryResults: {
    required: { queryId: started },
    names: { queryId: { known: started, unknown: '12345678-1234-1234-1234-123456789012' } },
  },
  StartQuery: {
    required: { logGroupName: group.known, ...counting },
    names: { logGroupName: group },
    also: { 'end before start': { startTime: 2, endTime: 1 } },
  },
};

const period = { Start: dayAgo(2), End: dayAgo(1) };

export const ce: Record<string, Questions> = {
  GetCostAndUsage: {
    required: { TimePeriod: period, Granularity: 'DAILY', Metrics: ['UnblendedCost'] },
    also: {
      'by service': { GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }], Metrics: ['BlendedCost'] },
      'end before start': { TimePeriod: { Start: dayAgo(1), End: dayAgo(2) } },
      'of no granularity': { Granularity: 'NOBODYS' },
      'of no metric': { Metrics: ['Nobodys'] },
      'malformed day': { TimePeriod: { Start: 'yesterday', End: dayAgo(0) } },
    },
  },
};
