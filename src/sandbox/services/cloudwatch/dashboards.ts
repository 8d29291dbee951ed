import type {
  GetDashboardCommandInput,
  GetDashboardCommandOutput,
  ListDashboardsCommandInput,
  ListDashboardsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { page } from '../../paging.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListDashboards.html */
export function listDashboards(
  { DashboardNamePrefix: prefix = '', NextToken: token }: ListDashboardsCommandInput,
  { account, region }: SandboxContext,
): Omit<ListDashboardsCommandOutput, '$metadata'> {
  const found = [...region.cloudwatch.dashboards]
    .filter(([name]) => name.startsWith(prefix))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { items, next } = page(found, {
    token,
    size: undefined,
    defaultSize: 1000,
    most: 1000,
    badToken: 'InvalidParameterValue',
  });
  return {
    DashboardEntries: items.map(([DashboardName, { body, lastModified: LastModified }]) => ({
      DashboardName,
      DashboardArn: arnOf(account.id, DashboardName),
      LastModified,
      Size: Buffer.byteLength(body),
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html */
export function getDashboard(
  { DashboardName }: GetDashboardCommandInput,
  { account, region }: SandboxContext,
): Omit<GetDashboardCommandOutput, '$metadata'> {
  if (!DashboardName) throw new SandboxError('InvalidParameterValue', 'DashboardName is required');
  const dashboard = region.cloudwatch.dashboards.get(DashboardName);
  if (!dashboard) throw new SandboxError('ResourceNotFound', `Dashboard ${DashboardName} does not exist`, 404);
  return { DashboardName, DashboardArn: arnOf(account.id, DashboardName), DashboardBody: dashboard.body };
}

/** Dashboards belong to the account: their ARN has no region. */
function arnOf(accountId: string, name: string): string {
  return `arn:aws:cloudwatch::${accountId}:dashboard/${name}`;
}
