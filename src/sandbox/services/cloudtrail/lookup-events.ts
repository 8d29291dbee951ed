import type {
  Event,
  LookupAttribute,
  LookupEventsCommandInput,
  LookupEventsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';
import type { RecordedEvent } from '../../world/newcomer/cloudtrail.ts';

const KEPT_MS = 90 * 86_400_000;

/**
 * The event history of this region: ninety days, newest first, some minutes late.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookupEvents(
  { LookupAttributes = [], StartTime, EndTime, EventCategory, MaxResults, NextToken }: LookupEventsCommandInput,
  { account, region, now }: SandboxContext,
): Omit<LookupEventsCommandOutput, '$metadata'> {
  if (StartTime && EndTime && StartTime > EndTime) {
    throw new SandboxError('InvalidTimeRangeException', 'The start time must be before the end time.');
  }
  const [attribute, ...more] = LookupAttributes;
  if (more.length > 0) {
    throw new SandboxError('InvalidLookupAttributesException', 'Only one lookup attribute is allowed.');
  }
  const from = Math.max(StartTime?.getTime() ?? 0, now.getTime() - KEPT_MS);
  const to = Math.min(EndTime?.getTime() ?? Infinity, now.getTime());
  const events = EventCategory === 'insight' ? [] : region.cloudtrail.events;
  const found = events
    .filter(({ at, lagMs }) => at.getTime() >= from && at.getTime() <= to && at.getTime() + lagMs <= now.getTime())
    .filter((event) => attribute === undefined || matches(event, attribute))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const { items, next } = page(found, {
    token: NextToken,
    size: MaxResults,
    defaultSize: 50,
    most: 50,
    badSize: 'InvalidMaxResultsException',
    badToken: 'InvalidNextTokenException',
  });
  return {
    Events: items.map((event) => toEvent(event, account.id, region.name)),
    ...(next !== undefined && { NextToken: next }),
  };
}

function matches(event: RecordedEvent, { AttributeKey, AttributeValue }: LookupAttribute): boolean {
  switch (AttributeKey) {
    case 'ReadOnly':
      return String(event.readOnly) === AttributeValue;
    case 'EventName':
      return event.name === AttributeValue;
    case 'EventId':
      return event.id === AttributeValue;
    case 'EventSource':
      return `${event.source}.amazonaws.com` === AttributeValue;
    case 'Username':
      return event.username === AttributeValue;
    case 'ResourceName':
      return event.resources.some(({ ResourceName }) => ResourceName === AttributeValue);
    case 'ResourceType':
      return event.resources.some(({ ResourceType }) => ResourceType === AttributeValue);
    case 'AccessKeyId':
      return false;
    case undefined:
    default:
      throw new SandboxError('InvalidLookupAttributesException', 'The lookup attribute is not supported.');
  }
}

function toEvent(event: RecordedEvent, accountId: string, region: string): Event {
  const { at, id, name, source, readOnly, username, userArn, resources, parameters, errorCode } = event;
  const record = {
    eventVersion: '1.11',
    userIdentity: {
      type: userArn.includes('assumed-role') ? 'AssumedRole' : 'IAMUser',
      arn: userArn,
      accountId,
      userName: username,
    },
    eventTime: at.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: '198.51.100.24',
    userAgent: 'aws-sdk',
    ...(errorCode !== undefined && { errorCode }),
    requestParameters: parameters,
    responseElements: null,
    eventID: id,
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  };
  return {
    EventId: id,
    EventName: name,
    ReadOnly: String(readOnly),
    EventTime: at,
    EventSource: `${source}.amazonaws.com`,
    Username: username,
    Resources: [...resources],
    CloudTrailEvent: JSON.stringify(record),
  };
}
