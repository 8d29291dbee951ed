import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { clientModule } from '../client-module.ts';

export const logs = clientModule(CloudWatchLogsClient, {
  DescribeLogGroups: DescribeLogGroupsCommand,
  FilterLogEvents: FilterLogEventsCommand,
  GetQueryResults: GetQueryResultsCommand,
  StartQuery: StartQueryCommand,
});
