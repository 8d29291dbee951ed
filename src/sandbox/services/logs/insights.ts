import type {
  GetQueryResultsCommandInput,
  GetQueryResultsCommandOutput,
  StartQueryCommandInput,
  StartQueryCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { hexOf } from '../../world/newcomer/cast.ts';
import { findGroup, invalid, notFound } from './groups.ts';

/** The one form of query that the sandbox understands: so many events have a message that matches an expression. */
const COUNT = /^\s*filter @message like \/((?:[^/\\]|\\.)*)\/\s*\|\s*stats count\(\*\) as (\w+)\s*$/;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
export function startQuery(
  input: StartQueryCommandInput,
  { region }: SandboxContext,
): Omit<StartQueryCommandOutput, '$metadata'> {
  const { logGroupName = '', queryString = '', startTime = 0, endTime = 0 } = input;
  if (!logGroupName) throw invalid('Exactly one of logGroupName, logGroupNames, or logGroupIdentifiers must be given.');
  findGroup(region.logs, { logGroupName });
  if (endTime < startTime) throw invalid('End time should not be less than start time');
  if (!COUNT.test(queryString))
    throw new SandboxError('MalformedQueryException', `unexpected symbol found in ${queryString}`);
  const place = { accountId: region.accountId, region: region.name };
  const digits = hexOf(place, 32, 'query', String(region.logs.queries.size));
  const queryId = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const asked = { logGroupName, queryString, from: startTime * 1000, to: endTime * 1000 + 999, asked: 0 };
  region.logs.queries.set(queryId, asked);
  return { queryId };
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html */
export function getQueryResults(
  { queryId = '' }: GetQueryResultsCommandInput,
  { region }: SandboxContext,
): Omit<GetQueryResultsCommandOutput, '$metadata'> {
  if (queryId === '') throw invalid('queryId is required');
  const query = region.logs.queries.get(queryId);
  if (!query) throw notFound(`The specified query ${queryId} does not exist.`);
  query.asked += 1;
  if (query.asked === 1) return { status: 'Running', results: [], queryLanguage: 'CWLI' };
  const [, expression = '', name = ''] = COUNT.exec(query.queryString) ?? [];
  const like = new RegExp(expression, 'u');
  const scanned = findGroup(region.logs, query).events.filter(
    ({ timestamp }) => timestamp >= query.from && timestamp <= query.to,
  );
  const matched = scanned.filter(({ message }) => like.test(message)).length;
  const bytesScanned = scanned.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
  return {
    status: 'Complete',
    queryLanguage: 'CWLI',
    results: matched > 0 ? [[{ field: name, value: String(matched) }]] : [],
    statistics: { recordsMatched: matched, recordsScanned: scanned.length, bytesScanned },
  };
}
