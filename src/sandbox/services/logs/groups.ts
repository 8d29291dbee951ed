import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsCommandOutput,
  LogStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import type { LogGroupState, LogsState } from '../../world/newcomer/logs.ts';

const PAGE = { defaultSize: 50, most: 50, badSize: 'InvalidParameterException', badToken: 'InvalidParameterException' };

const CLASSES: ReadonlySet<string> = new Set(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']);

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export function describeLogGroups(
  input: DescribeLogGroupsCommandInput,
  { region }: SandboxContext,
): Omit<DescribeLogGroupsCommandOutput, '$metadata'> {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupClass, logGroupIdentifiers } = input;
  if (prefix !== undefined && pattern !== undefined) {
    throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
  }
  if (logGroupClass !== undefined && !CLASSES.has(logGroupClass)) {
    throw invalid(`Value '${String(logGroupClass)}' at 'logGroupClass' is none of ${[...CLASSES].join(', ')}.`);
  }
  const found = [...region.logs.groups.values()]
    .map(({ group }) => group)
    .filter(({ logGroupName = '' }) => logGroupName.startsWith(prefix ?? ''))
    .filter(({ logGroupName = '' }) => logGroupName.toLowerCase().includes((pattern ?? '').toLowerCase()))
    .filter((group) => logGroupClass === undefined || group.logGroupClass === logGroupClass)
    .filter(({ logGroupName, logGroupArn }) =>
      logGroupIdentifiers ? logGroupIdentifiers.some((one) => one === logGroupName || one === logGroupArn) : true,
    )
    .toSorted((a, b) => ((a.logGroupName ?? '') < (b.logGroupName ?? '') ? -1 : 1));
  const { items, next } = page(found, { ...PAGE, token: input.nextToken, size: input.limit });
  return { logGroups: items, ...(next !== undefined && { nextToken: next }) };
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export function describeLogStreams(
  input: DescribeLogStreamsCommandInput,
  { region }: SandboxContext,
): Omit<DescribeLogStreamsCommandOutput, '$metadata'> {
  const { logStreamNamePrefix: prefix = '', orderBy = 'LogStreamName', descending = false } = input;
  if (orderBy === 'LastEventTime' && prefix !== '') {
    throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const keyOf = (stream: LogStream): string | number =>
    (orderBy === 'LastEventTime' ? stream.lastEventTimestamp : stream.logStreamName) ?? 0;
  const found = findGroup(region.logs, input)
    .streams.filter(({ logStreamName = '' }) => logStreamName.startsWith(prefix))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1) * (descending ? -1 : 1));
  const { items, next } = page(found, { ...PAGE, token: input.nextToken, size: input.limit });
  return { logStreams: items, ...(next !== undefined && { nextToken: next }) };
}

interface NamesGroup {
  readonly logGroupName?: string | undefined;
  /** The name or the ARN. */
  readonly logGroupIdentifier?: string | undefined;
}

export function findGroup({ groups }: LogsState, { logGroupName, logGroupIdentifier }: NamesGroup): LogGroupState {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalid('Exactly one of logGroupName and logGroupIdentifier must be given.');
  }
  const name = logGroupName ?? logGroupIdentifier?.replace(/^arn:[^/]*?:log-group:/, '').replace(/:\*$/, '') ?? '';
  if (!/^[\w./#-]{1,512}$/.test(name)) throw invalid(`Value '${name}' is no name of a log group.`);
  const found = groups.get(name);
  if (!found) throw notFound('The specified log group does not exist.');
  return found;
}

export function invalid(message: string): SandboxError {
  return new SandboxError('InvalidParameterException', message);
}

export function notFound(message: string): SandboxError {
  return new SandboxError('ResourceNotFoundException', message);
}
