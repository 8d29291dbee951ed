import type {
  GetQueryResultsCommandInput,
  GetQueryResultsCommandOutput,
  StartQueryCommandInput,
  StartQueryCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from './execution.ts';
import { one } from './read.ts';

export interface InsightsCount {
  readonly logGroupName: string;
  /** Half-open `[from, to)`. */
  readonly from: Date;
  readonly to: Date;
  /** A regular expression that the message has somewhere, without its slashes. */
  readonly like: string;
}

/** A query of an hour of logs takes seconds; one that takes longer is left, and costs nothing more. */
const POLLS = 20;
const POLL_MS = 500;

const startQuery = one<StartQueryCommandInput, StartQueryCommandOutput>('logs', 'StartQuery');

/**
 * How many events match, counted by Logs Insights where there are too many to read: one query, billed by the gigabyte
 * that it scans. Undefined where it did not come to an end in time.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
 * @throws AwsFault
 */
export async function countWithInsights(aws: Aws, count: InsightsCount): Promise<number | undefined> {
  const { queryId } = await startQuery(aws, {
    logGroupName: count.logGroupName,
    startTime: Math.floor(count.from.getTime() / 1000),
    endTime: Math.floor((count.to.getTime() - 1) / 1000),
    queryString: `filter @message like /${count.like}/ | stats count(*) as matches`,
  });
  for (let poll = 0; poll < POLLS; poll += 1) {
    const input: GetQueryResultsCommandInput = { queryId };
    const { status, results } = await aws.ask<GetQueryResultsCommandOutput>('logs', 'GetQueryResults', input);
    if (status === 'Complete') return matchesOf(results);
    if (status !== 'Running' && status !== 'Scheduled') return undefined;
    await aws.pause(POLL_MS);
  }
  return undefined;
}

/** Insights gives no row at all where nothing matched. */
function matchesOf(results: GetQueryResultsCommandOutput['results']): number | undefined {
  const value = results?.[0]?.find(({ field }) => field === 'matches')?.value ?? '0';
  return /^\d+$/.test(value) ? Number(value) : undefined;
}
