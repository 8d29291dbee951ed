import type { Event, LookupEventsCommandInput, LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import { z } from 'zod';
import type { TimeRange } from './metric-gathering.ts';
import type { Aws } from './execution.ts';
import type { AwsFault } from './fault.ts';
import { settled } from './read.ts';

/** Something that somebody changed, as CloudTrail's event history has it. */
export interface Change {
  readonly at: Date;
  readonly id: string;
  /** AWS's operation, e.g. `ModifyDBInstance`. */
  readonly operation: string;
  /** e.g. `rds.amazonaws.com` */
  readonly source: string;
  readonly actor: string;
  readonly region: string;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
  /** AWS's code, where the change was refused and so did not happen. */
  readonly errorCode: string | null;
  readonly sourceAddress: string | null;
}

export interface Changes {
  /** Newest first. */
  readonly changes: readonly Change[];
  /** Set where there were more events than were read: nothing before this instant was looked at. */
  readonly readBackTo: Date | null;
  /** Why a part of them is missing: an older page, or the history of what belongs to no region. */
  readonly unread: AwsFault | null;
}

/** How late events may come into the history: what happened since may be missing. */
export const EVENT_LAG_MINUTES = 15;

/** Two requests a second is what AWS allows: ten pages take five seconds. */
const MOST_PAGES = 10;

/**
 * What was changed in a region: no reads, refused changes too, newest first and at most 500 by default. What belongs to
 * no region (IAM, STS) is in the history of us-east-1 alone.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 * @throws AwsFault
 */
export async function lookupChanges(aws: Aws, { from, to }: TimeRange, mostPages = MOST_PAGES): Promise<Changes> {
  const changes: Change[] = [];
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const input: LookupEventsCommandInput = {
      LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
      StartTime: from,
      EndTime: to,
      MaxResults: 50,
      ...(token !== undefined && { NextToken: token }),
    };
    const read = await settled(aws.read<LookupEventsCommandOutput>('cloudtrail', 'LookupEvents', input));
    if (!read.ok) {
      if (page === 0) throw read.fault;
      // The newest are here, and they are what an incident asks for.
      return { changes, readBackTo: changes.at(-1)?.at ?? to, unread: read.fault };
    }
    const { Events = [], NextToken } = read.value;
    changes.push(...Events.map((event) => toChange(event, aws.region)));
    if (NextToken === undefined || NextToken === token) return { changes, readBackTo: null, unread: null };
    token = NextToken;
  }
  return { changes, readBackTo: changes.at(-1)?.at ?? to, unread: null };
}

/** The part of the record that the event itself does not repeat. */
const record = z.object({
  awsRegion: z.string().optional(),
  errorCode: z.string().optional(),
  sourceIPAddress: z.string().optional(),
  userIdentity: z.object({ arn: z.string().optional(), invokedBy: z.string().optional() }).optional(),
});

function toChange(event: Event, region: string): Change {
  const detail = detailOf(event);
  return {
    at: event.EventTime ?? new Date(NaN),
    id: event.EventId ?? '',
    operation: event.EventName ?? '',
    source: event.EventSource ?? '',
    actor: detail?.userIdentity?.arn ?? event.Username ?? detail?.userIdentity?.invokedBy ?? 'unknown',
    region: detail?.awsRegion ?? region,
    resources: (event.Resources ?? []).map(({ ResourceType = '', ResourceName = '' }) => ({
      type: ResourceType,
      name: ResourceName,
    })),
    errorCode: detail?.errorCode ?? null,
    sourceAddress: detail?.sourceIPAddress ?? null,
  };
}

function detailOf({ CloudTrailEvent = '{}' }: Event): z.infer<typeof record> | undefined {
  try {
    return record.safeParse(JSON.parse(CloudTrailEvent)).data;
  } catch {
    return undefined;
  }
}

/** `user/alice` or `assumed-role/Deployer/session` of an ARN: the account goes without saying. */
export function actorName(actor: string): string {
  return actor.replace(/^arn:[^:]*:[^:]*:[^:]*:\d*:/, '');
}

/**
 * The changes of a region, with those of services that belong to no region: their history is kept in us-east-1 alone.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 * @throws AwsFault
 */
export async function lookupChangesEverywhere(aws: Aws, range: TimeRange): Promise<Changes> {
  const here = lookupChanges(aws, range);
  if (aws.region === GLOBAL_HISTORY || aws.partition !== 'aws') return here;
  // A policy may keep us to some regions: what was changed in this one is told all the same.
  const [own, global] = await Promise.all([here, settled(lookupChanges(aws.inRegion(GLOBAL_HISTORY), range))]);
  if (!global.ok) return { ...own, unread: own.unread ?? global.fault };
  const ofNoRegion = global.value.changes.filter(({ source }) => GLOBAL_SOURCES.has(source));
  const changes = [...own.changes, ...ofNoRegion].toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const readBackTo = own.readBackTo ?? global.value.readBackTo;
  return { changes, readBackTo, unread: own.unread ?? global.value.unread };
}

const GLOBAL_HISTORY = 'us-east-1';
const GLOBAL_SOURCES = new Set(
  ['iam', 'sts', 'signin', 'cloudfront', 'route53', 'organizations'].map((service) => `${service}.amazonaws.com`),
);
