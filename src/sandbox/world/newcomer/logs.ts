import type { LogGroup, LogStream } from '@aws-sdk/client-cloudwatch-logs';
import { LOG_GROUPS, type Place } from './cast.ts';
import { applicationEvents, quietEvents } from './logs/events.ts';
import { before, DAY_MS, MINUTE_MS, type RegionSeed } from './seed.ts';

/** An event as it was put into a stream. */
export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly logStreamName: string;
}

export interface LogGroupState {
  /** As DescribeLogGroups gives it. */
  readonly group: LogGroup;
  /** In no order. */
  readonly events: LogEvent[];
  readonly streams: LogStream[];
}

/** What one region of an account holds of logs, by the name of the group. */
export interface LogsState {
  readonly groups: Map<string, LogGroupState>;
  /** Logs Insights queries that were started, by their ids. */
  readonly queries: Map<string, InsightsQuery>;
}

export interface InsightsQuery {
  readonly logGroupName: string;
  readonly queryString: string;
  /** Milliseconds since 1970, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** How often its results were asked for: the first time it is still running. */
  asked: number;
}

const GB = 1024 ** 3;

export function seedLogs(seed: RegionSeed): LogsState {
  const { start, random, furnishing } = seed;
  if (furnishing === 'empty') return { groups: new Map(), queries: new Map() };
  const quiet = logGroup(seed, LOG_GROUPS.reports, {
    retentionInDays: 30,
    storedBytes: 0.4 * GB,
    events: quietEvents(start, random.fork('reports')),
  });
  if (furnishing === 'secondary') return { groups: new Map([[LOG_GROUPS.reports, quiet]]), queries: new Map() };
  const groups = [
    logGroup(seed, LOG_GROUPS.application, {
      retentionInDays: 90,
      storedBytes: 22 * GB,
      events: applicationEvents(start, random.fork('application')),
    }),
    quiet,
    logGroup(seed, LOG_GROUPS.web, { storedBytes: 40 * GB }),
    logGroup(seed, LOG_GROUPS.worker, { retentionInDays: 30, storedBytes: 3 * GB }),
    logGroup(seed, LOG_GROUPS.function, { storedBytes: 0.2 * GB }),
  ];
  return { groups: new Map(groups.map((state) => [state.group.logGroupName ?? '', state])), queries: new Map() };
}

interface LogGroupSeed {
  /** Absent for a group that never expires. */
  readonly retentionInDays?: number;
  readonly storedBytes?: number;
  readonly events?: readonly LogEvent[];
}

/** A log group with its streams, which are those of its events. */
export function logGroup(
  place: Place & { readonly start: Date },
  name: string,
  seed: LogGroupSeed = {},
): LogGroupState {
  const { accountId, region, start } = place;
  const { retentionInDays, storedBytes = 0, events = [] } = seed;
  const arn = `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
  const creationTime = before(start, 400 * DAY_MS).getTime();
  return {
    group: {
      logGroupName: name,
      creationTime,
      ...(retentionInDays !== undefined && { retentionInDays }),
      metricFilterCount: 0,
      arn: `${arn}:*`,
      logGroupArn: arn,
      storedBytes: Math.round(storedBytes),
      logGroupClass: 'STANDARD',
    },
    events: [...events],
    streams: [...new Set(events.map((event) => event.logStreamName))].map((stream) =>
      logStream(
        arn,
        stream,
        events.filter((event) => event.logStreamName === stream),
      ),
    ),
  };
}

function logStream(groupArn: string, logStreamName: string, events: readonly LogEvent[]): LogStream {
  const times = events.map(({ timestamp }) => timestamp);
  const first = Math.min(...times);
  const last = Math.max(...times);
  return {
    logStreamName,
    arn: `${groupArn}:log-stream:${logStreamName}`,
    creationTime: first,
    firstEventTimestamp: first,
    lastEventTimestamp: last,
    lastIngestionTime: last + MINUTE_MS / 60,
    uploadSequenceToken: '49039859620557',
    // Deprecated by AWS, and always 0 since 2019.
    storedBytes: 0,
  };
}
