import type {
  DashboardValidationMessage,
  DeleteDashboardsCommandInput,
  PutDashboardCommandInput,
  PutDashboardCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { problemsOf } from './dashboard-body.ts';

/**
 * Replaces the whole dashboard. Warnings come with HTTP 200; with an error in it nothing is stored.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
 */
export function putDashboard(
  { DashboardName: name, DashboardBody: text }: PutDashboardCommandInput,
  { region, now }: SandboxContext,
): Omit<PutDashboardCommandOutput, '$metadata'> {
  if (name === undefined || !/^[\w-]{1,255}$/.test(name)) {
    throw refused(`The value ${name ?? ''} for field DashboardName is not valid.`, []);
  }
  const body = parsed(text ?? '');
  if (body === undefined) {
    const message = 'The field DashboardBody must be a valid JSON object';
    throw refused(message, [{ Message: message }]);
  }
  const { errors, warnings } = problemsOf(body);
  if (errors.length > 0) {
    const list = JSON.stringify(errors.map(({ DataPath, Message }) => ({ dataPath: DataPath, message: Message })));
    throw refused(`The dashboard body is invalid, there are ${errors.length} validation errors: ${list}`, errors);
  }
  region.cloudwatch.dashboards.set(name, { body: text ?? '', lastModified: now });
  return { DashboardValidationMessages: [...warnings] };
}

/** All or nothing: one that is not there keeps the others. */
export function deleteDashboards(
  { DashboardNames: names = [] }: DeleteDashboardsCommandInput,
  { region: { cloudwatch } }: SandboxContext,
): object {
  if (names.length === 0) {
    throw new SandboxError('InvalidParameterValue', 'The parameter DashboardNames must name one dashboard at least.');
  }
  const unknown = names.filter((name) => !cloudwatch.dashboards.has(name));
  if (unknown.length > 0) {
    throw new SandboxError('ResourceNotFound', `Dashboard ${unknown.join(', ')} does not exist`, 404);
  }
  for (const name of names) cloudwatch.dashboards.delete(name);
  return {};
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(message: string, dashboardValidationMessages: readonly DashboardValidationMessage[]): SandboxError {
  return new SandboxError('InvalidParameterInput', message, 400, { dashboardValidationMessages });
}
