import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  FilteredLogEvent,
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
  LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { list, one } from './read.ts';

export type { FilteredLogEvent, LogGroup } from '@aws-sdk/client-cloudwatch-logs';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const describeLogGroups = list<DescribeLogGroupsCommandInput, DescribeLogGroupsCommandOutput, LogGroup>(
  'logs',
  'DescribeLogGroups',
  { items: (page) => page.logGroups, next: ['nextToken', (page) => page.nextToken], page: { limit: 50 } },
);

const filterLogEvents = one<FilterLogEventsCommandInput, FilterLogEventsCommandOutput>('logs', 'FilterLogEvents');

export interface LogSearch {
  readonly logGroupName: string;
  /** Half-open `[from, to)`. */
  readonly from: Date;
  readonly to: Date;
  /** A filter pattern; empty for every event. */
  readonly filterPattern: string;
  /** The search ends at the page that reaches one of these. */
  readonly mostEvents: number;
  readonly mostRequests: number;
}

export interface LogSearchResult {
  readonly events: readonly FilteredLogEvent[];
  readonly requests: number;
  /** False where a limit ended the search before AWS had looked through everything. */
  readonly complete: boolean;
}

/**
 * Events that match, page by page to the end. A page may be empty and still not be the last: AWS ends it when it has
 * looked through so much, found or not.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 * @throws AwsFault
 */
export async function searchLogEvents(aws: Aws, search: LogSearch): Promise<LogSearchResult> {
  const { logGroupName, from, to, filterPattern, mostEvents, mostRequests } = search;
  const input = { logGroupName, startTime: from.getTime(), endTime: to.getTime() - 1, filterPattern };
  const events: FilteredLogEvent[] = [];
  let nextToken: string | undefined;
  for (let requests = 1; ; requests += 1) {
    const page = await filterLogEvents(aws, nextToken === undefined ? input : { ...input, nextToken });
    events.push(...(page.events ?? []));
    // Some endpoints give the token of the page itself with the last page.
    const last = page.nextToken === undefined || page.nextToken === '' || page.nextToken === nextToken;
    if (last) return { events, requests, complete: true };
    if (events.length >= mostEvents || requests >= mostRequests) return { events, requests, complete: false };
    nextToken = page.nextToken;
  }
}

export function logGroupResource(aws: Aws, { logGroupName: id = '', arn }: LogGroup): Resource {
  return {
    type: 'AWS::Logs::LogGroup',
    id,
    // AWS gives two forms; the one that ends in `:*` is for policies on the streams within.
    arn: arn?.replace(/:\*$/, '') ?? `arn:${aws.partition}:logs:${aws.region}:${aws.account}:log-group:${id}`,
  };
}
