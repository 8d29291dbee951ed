import type {
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
  GetLogEventsCommandInput,
  GetLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { compileFilterPattern } from '../../../model/filter-pattern/compile.ts';
import { FilterPatternError, type Matcher } from '../../../model/filter-pattern/matcher.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { LogEvent } from '../../world/newcomer/logs.ts';
import { hash } from '../../world/random.ts';
import { findGroup, invalid, notFound } from './groups.ts';

/** AWS ends a page when it has looked through so much, found or not; here that is a number of events. */
const SCANNED_A_PAGE = 1000;
const MOST_EVENTS = 10_000;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export function filterLogEvents(
  input: FilterLogEventsCommandInput,
  { region }: SandboxContext,
): Omit<FilterLogEventsCommandOutput, '$metadata'> {
  const { logStreamNames: streams, logStreamNamePrefix: prefix, limit = MOST_EVENTS } = input;
  if (streams !== undefined && prefix !== undefined) {
    throw invalid('logStreamNames and logStreamNamePrefix cannot be given together');
  }
  checkLimit(limit);
  const matches = matcherOf(input.filterPattern ?? '');
  const { group, events } = findGroup(region.logs, input);
  const { startTime = 0, endTime = Infinity } = input;
  const candidates = events
    .filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime)
    .filter(({ logStreamName }) => streams?.includes(logStreamName) ?? logStreamName.startsWith(prefix ?? ''))
    .toSorted(byTime);
  const from = offsetOf(input.nextToken);
  const found: LogEvent[] = [];
  let at = from;
  for (; at < candidates.length && at - from < SCANNED_A_PAGE && found.length < limit; at += 1) {
    const event = candidates[at];
    if (event && matches(event.message)) found.push(event);
  }
  return {
    events: found.map((event) => ({
      logStreamName: event.logStreamName,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.timestamp + 1000,
      eventId: eventIdOf(group.logGroupName ?? '', event, events.indexOf(event)),
    })),
    searchedLogStreams: [],
    ...(at < candidates.length && { nextToken: tokenOf(at) }),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export function getLogEvents(
  input: GetLogEventsCommandInput,
  { region }: SandboxContext,
): Omit<GetLogEventsCommandOutput, '$metadata'> {
  const { logStreamName, startTime = 0, endTime = Infinity, limit = MOST_EVENTS, startFromHead = false } = input;
  if (!logStreamName) throw invalid('logStreamName is required');
  checkLimit(limit);
  const { events, streams } = findGroup(region.logs, input);
  if (!streams.some((stream) => stream.logStreamName === logStreamName))
    throw notFound('The specified log stream does not exist.');
  const all = events
    .filter((event) => event.logStreamName === logStreamName)
    .filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime)
    .toSorted(byTime);
  const { from, to } = spanOf(input.nextToken, { length: all.length, limit, startFromHead });
  return {
    events: all
      .slice(from, to)
      .map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp + 1000 })),
    // At an end, AWS gives the token that it was given.
    nextForwardToken: `f/${tokenOf(to)}`,
    nextBackwardToken: `b/${tokenOf(from)}`,
  };
}

interface Stretch {
  readonly length: number;
  readonly limit: number;
  readonly startFromHead: boolean;
}

function spanOf(token: string | undefined, { length, limit, startFromHead }: Stretch): { from: number; to: number } {
  const [, direction, rest] = /^([fb])\/(.+)$/.exec(token ?? '') ?? [];
  if (token !== undefined && direction === undefined) throw invalidToken();
  const forward = direction === undefined ? startFromHead : direction === 'f';
  const at = direction === undefined ? (forward ? 0 : length) : offsetOf(rest);
  return forward ? { from: at, to: Math.min(at + limit, length) } : { from: Math.max(at - limit, 0), to: at };
}

function matcherOf(pattern: string): Matcher {
  if (pattern.length > 1024) throw invalid('filterPattern: Member must have length less than or equal to 1024');
  try {
    return compileFilterPattern(pattern);
  } catch (error) {
    if (error instanceof FilterPatternError) throw invalid(error.message);
    throw error;
  }
}

function checkLimit(limit: number): void {
  if (limit < 1 || limit > MOST_EVENTS) throw invalid(`limit must be between 1 and ${MOST_EVENTS}, not ${limit}`);
}

function byTime(a: LogEvent, b: LogEvent): number {
  return a.timestamp - b.timestamp;
}

/** 56 digits, as AWS's: they grow with the time of the event. */
function eventIdOf(group: string, { timestamp, message, logStreamName }: LogEvent, index: number): string {
  const tail = `${hash(`${group} ${logStreamName} ${message}`)}${index}`;
  return `${timestamp}`.padStart(16, '3').padEnd(56 - tail.length, '0') + tail;
}

function tokenOf(offset: number): string {
  return Buffer.from(`${offset}.${hash(`logs ${offset}`)}`).toString('base64url');
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const [offset = '', check] = Buffer.from(token, 'base64url').toString('utf8').split('.');
  if (check !== String(hash(`logs ${offset}`))) throw invalidToken();
  return Number(offset);
}

function invalidToken() {
  return invalid('The specified nextToken is invalid.');
}
