import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { clientModule } from '../client-module.ts';

export const logs = clientModule(CloudWatchLogsClient, {
  DescribeLogGroups: DescribeLogGroupsCommand,
  FilterLogEvents: FilterLogEventsCommand,
});
