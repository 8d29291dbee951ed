import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { Handlers } from '../handlers.ts';
import { filterLogEvents, getLogEvents } from './logs/events.ts';
import { describeLogGroups, describeLogStreams } from './logs/groups.ts';
import { getQueryResults, startQuery } from './logs/insights.ts';

export const logs: Handlers<typeof Logs> = {
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  GetQueryResults: getQueryResults,
  StartQuery: startQuery,
};
