import type * as Rds from '@aws-sdk/client-rds';
import type { ResourcePendingMaintenanceActions } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers } from '../../handlers.ts';
import { filtered, type FilterTable, invalid, notFound, rdsPage } from './listing.ts';

const MINUTE_MS = 60_000;
/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeEvents.html */
const KEPT_MS = 14 * 24 * 60 * MINUTE_MS;
const SOURCE_TYPES = [
  'db-instance',
  'db-parameter-group',
  'db-security-group',
  'db-snapshot',
  'db-cluster',
  'db-cluster-snapshot',
  'custom-engine-version',
  'db-proxy',
  'blue-green-deployment',
];

const MAINTENANCE_FILTERS: FilterTable<ResourcePendingMaintenanceActions> = {
  'db-cluster-id': ({ ResourceIdentifier: arn }) => idsOf(arn, 'cluster'),
  'db-instance-id': ({ ResourceIdentifier: arn }) => idsOf(arn, 'db'),
};

export const happenings = {
  DescribePendingMaintenanceActions(input, { region }) {
    const { ResourceIdentifier: wanted } = input;
    const found = region.rds.pendingMaintenance.filter(
      ({ ResourceIdentifier: arn }) => wanted === undefined || arn === wanted,
    );
    const arns = [
      ...region.rds.instances.map((instance) => instance.DBInstanceArn),
      ...region.rds.clusters.map((cluster) => cluster.DBClusterArn),
    ];
    if (wanted !== undefined && !arns.includes(wanted)) {
      throw notFound('ResourceNotFoundFault', `The specified resource ${wanted} is not found.`);
    }
    const { items, marker } = rdsPage(filtered(found, input.Filters, MAINTENANCE_FILTERS), input);
    return { PendingMaintenanceActions: items, ...marker };
  },
  DescribeEvents(input, { region, now }) {
    const { SourceIdentifier: source, SourceType: type, EventCategories: categories = [] } = input;
    if (source !== undefined && type === undefined) {
      throw new SandboxError('InvalidParameterCombination', 'SourceType is required with SourceIdentifier.');
    }
    if (type !== undefined && !SOURCE_TYPES.includes(type)) throw invalid(`Invalid source type: ${type}`);
    const { from, to } = windowOf(input, now);
    const found = region.rds.events
      .filter(
        (event) =>
          isWithin(event.Date, from, to) &&
          (type === undefined || event.SourceType === type) &&
          (source === undefined || event.SourceIdentifier === source) &&
          (categories.length === 0 || categories.some((category) => event.EventCategories?.includes(category))),
      )
      .toSorted((a, b) => (a.Date?.getTime() ?? 0) - (b.Date?.getTime() ?? 0));
    const { items, marker } = rdsPage(found, input);
    return { Events: items, ...marker };
  },
} satisfies Handlers<typeof Rds>;

/** The last hour, unless a duration in minutes or a time says otherwise; RDS keeps 14 days. */
function windowOf(
  { StartTime: start, EndTime: end, Duration: minutes = 60 }: Rds.DescribeEventsCommandInput,
  now: Date,
): { from: number; to: number } {
  const to = end?.getTime() ?? now.getTime();
  const from = start?.getTime() ?? to - minutes * MINUTE_MS;
  if (from < now.getTime() - KEPT_MS - MINUTE_MS) throw invalid('Events are kept for 14 days: the start is earlier.');
  if (from > to) throw invalid('The start of the time range is after its end.');
  return { from, to };
}

function isWithin(date: Date | undefined, from: number, to: number): boolean {
  return date !== undefined && date.getTime() >= from && date.getTime() <= to;
}

function idsOf(arn: string | undefined, kind: string): (string | undefined)[] {
  const [, id] = new RegExp(`:${kind}:(.+)$`).exec(arn ?? '') ?? [];
  return [id];
}
