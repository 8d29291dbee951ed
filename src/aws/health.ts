import type { DescribeEventsCommandInput, DescribeEventsCommandOutput, Event } from '@aws-sdk/client-health';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import { type AwsFault } from './fault.ts';
import { list, one, settled } from './read.ts';

/** https://docs.aws.amazon.com/health/latest/APIReference/API_DescribeEvents.html */
const describeEvents = list<DescribeEventsCommandInput, DescribeEventsCommandOutput, Event>(
  'health',
  'DescribeEvents',
  {
    items: (page) => page.events,
    next: ['nextToken', (page) => page.nextToken],
    page: { maxResults: 100 },
  },
);

const publicEvents = one<object, { readonly events: readonly unknown[] }>('feed', 'PublicEvents');

/** Something that is wrong on AWS's side right now. */
export interface OpenIssue {
  readonly arn: string;
  /** The last part of the ARN: `AWS_EC2_OPERATIONAL_ISSUE_VKTXI_EXAMPLE111`. */
  readonly id: string;
  readonly service: string;
  /** A region, or `global`. */
  readonly region: string;
  readonly title: string;
  readonly startedAt: Date | undefined;
  readonly updatedAt: Date | undefined;
}

export type OpenIssues =
  /** AWS Health: what concerns this account. */
  | { readonly source: 'health'; readonly issues: readonly OpenIssue[] }
  /** The public feed: what is open in a region, whether the account uses the service or not. */
  | { readonly source: 'feed'; readonly issues: readonly OpenIssue[]; readonly refusal: AwsFault }
  | { readonly source: 'none'; readonly refusal: AwsFault; readonly fault: AwsFault };

/**
 * Open issues of a region and those that are global. Without a support plan AWS refuses its Health API; the public feed
 * is asked then.
 * @throws AwsFault where AWS Health refuses for any other reason
 */
export async function openIssues(aws: Aws): Promise<OpenIssues> {
  // Not filtered by region: what every region asks alike can be answered once for an account.
  const asked = await settled(
    describeEvents(aws, { filter: { eventStatusCodes: ['open'], eventTypeCategories: ['issue'] } }),
  );
  if (asked.ok) return { source: 'health', issues: asked.value.map(fromHealth).filter(concerns(aws.region)) };
  // The feed tells of the commercial partition alone.
  if (asked.fault.facts.kind !== 'subscription-required' || aws.partition !== 'aws') throw asked.fault;
  const feed = await settled(publicEvents(aws, {}));
  if (!feed.ok) return { source: 'none', refusal: asked.fault, fault: feed.fault };
  return {
    source: 'feed',
    issues: feed.value.events.flatMap(fromFeed).filter(concerns(aws.region)),
    refusal: asked.fault,
  };
}

export function issueResource(issue: OpenIssue): Resource {
  return { type: 'AWS::Health::Event', id: issue.id, arn: issue.arn };
}

function concerns(region: string): (issue: OpenIssue) => boolean {
  return (issue) => issue.region === region || issue.region === 'global';
}

function fromHealth(event: Event): OpenIssue {
  const { arn = '', service = '', eventTypeCode = '', region = 'global', startTime, lastUpdatedTime } = event;
  const id = arn.split('/').at(-1) ?? arn;
  return { arn, id, service, region, title: eventTypeCode, startedAt: startTime, updatedAt: lastUpdatedTime };
}

/**
 * One event of the feed. It is documented nowhere: `date` and `timestamp` are seconds since 1970, `status` is `0` for
 * what is over, 1 to 3 for information, degradation and disruption; `region_name` is a name (Oregon), the region's code
 * is in the ARN and at the end of `service`.
 */
function fromFeed(event: unknown): OpenIssue[] {
  if (typeof event !== 'object' || event === null) return [];
  const text = (name: string): string | undefined => textOf(Reflect.get(event, name));
  if (text('status') === '0' || text('end_time') !== undefined) return [];
  const service = text('service') ?? '';
  const suffix = REGION_SUFFIX.exec(service)?.[1];
  const arn = text('arn') ?? '';
  const [, , , arnRegion = ''] = arn.split(':');
  const region = REGION.test(arnRegion) ? arnRegion : (suffix ?? 'global');
  const log: unknown = Reflect.get(event, 'event_log');
  const updates = Array.isArray(log) ? log.flatMap(timestampOf) : [];
  return [
    {
      arn: arn === '' ? `arn:aws:health:${region}::event/${service}` : arn,
      id: arn.split('/').at(-1) || `${service}-${text('date') ?? ''}`,
      service: text('service_name') ?? service,
      region,
      title: text('summary') ?? '',
      startedAt: dateOf(text('date')),
      updatedAt: dateOf(updates.length > 0 ? Math.max(...updates) : undefined),
    },
  ];
}

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;
const REGION_SUFFIX = /-([a-z]{2}(?:-[a-z]+)+-\d)$/;

function timestampOf(entry: unknown): number[] {
  const value: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'timestamp') : undefined;
  const seconds = Number(textOf(value));
  return Number.isFinite(seconds) ? [seconds] : [];
}

function dateOf(seconds: string | number | undefined): Date | undefined {
  const value = Number(seconds);
  return seconds !== undefined && Number.isFinite(value) ? new Date(value * 1000) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}
