import type {
  DescribeTrailsCommandInput,
  DescribeTrailsCommandOutput,
  GetEventSelectorsCommandInput,
  GetEventSelectorsCommandOutput,
  GetTrailStatusCommandInput,
  GetTrailStatusCommandOutput,
  ListTrailsCommandInput,
  ListTrailsCommandOutput,
  Trail,
  TrailInfo,
} from '@aws-sdk/client-cloudtrail';
import type { Resource } from '../model/finding.ts';
import type { Aws } from './execution.ts';
import type { AwsFault } from './fault.ts';
import { list, one, settled } from './read.ts';

export type { Trail } from '@aws-sdk/client-cloudtrail';

/**
 * Trails of the region asked, and those of other regions and of the organization that work there too: its shadow trails.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html (no paging)
 */
const describeTrails = list<DescribeTrailsCommandInput, DescribeTrailsCommandOutput, Trail>(
  'cloudtrail',
  'DescribeTrails',
  {
    items: (page) => page.trailList,
  },
);

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTrails.html (AWS chooses the page size) */
const listTrails = list<ListTrailsCommandInput, ListTrailsCommandOutput, TrailInfo>('cloudtrail', 'ListTrails', {
  items: (page) => page.Trails,
  next: ['NextToken', (page) => page.NextToken],
});

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html */
export const getTrailStatus = one<GetTrailStatusCommandInput, GetTrailStatusCommandOutput>(
  'cloudtrail',
  'GetTrailStatus',
);

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html */
export const getEventSelectors = one<GetEventSelectorsCommandInput, GetEventSelectorsCommandOutput>(
  'cloudtrail',
  'GetEventSelectors',
);

/** What {@link trailsOfAccount} calls. */
export const TRAILS_CALLS = ['cloudtrail:DescribeTrails', 'cloudtrail:ListTrails'] as const;

export interface AccountTrail extends Trail {
  /** Why nothing is known of it but its name: its home region gave no answer. */
  readonly unread?: AwsFault;
}

/** Every trail of the account once, whatever region it is at home in; the organization's among them. */
export async function trailsOfAccount(aws: Aws): Promise<AccountTrail[]> {
  const [described, listed] = await Promise.all([describeTrails(aws, {}), listTrails(aws, {})]);
  const trails = new Map<string, AccountTrail>(described.map((trail) => [trail.TrailARN ?? '', trail]));
  // A trail of another region alone casts no shadow here: its own region knows it.
  const elsewhere = new Map<string, TrailInfo[]>();
  for (const trail of listed) {
    const { TrailARN = '', HomeRegion = aws.region } = trail;
    if (!trails.has(TrailARN)) elsewhere.set(HomeRegion, [...(elsewhere.get(HomeRegion) ?? []), trail]);
  }
  const further = await Promise.all([...elsewhere].map(([region, known]) => readTrails(aws.inRegion(region), known)));
  for (const trail of further.flat()) trails.set(trail.TrailARN ?? '', trail);
  return [...trails.values()];
}

async function readTrails(aws: Aws, known: readonly TrailInfo[]): Promise<AccountTrail[]> {
  const read = await settled(describeTrails(aws, { trailNameList: known.flatMap(({ TrailARN }) => TrailARN ?? []) }));
  return read.ok ? read.value : known.map((trail) => ({ ...trail, unread: read.fault }));
}

/** The account seen from where the trail is at home: only there its status is whole. */
export function fromHomeRegion(aws: Aws, { HomeRegion }: Trail): Aws {
  return HomeRegion === undefined ? aws : aws.inRegion(HomeRegion);
}

export function trailResource({ Name = '', TrailARN = '', HomeRegion }: Trail): Resource {
  return {
    type: 'AWS::CloudTrail::Trail',
    id: Name,
    arn: TrailARN,
    ...(HomeRegion !== undefined && { region: HomeRegion }),
  };
}
