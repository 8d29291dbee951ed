import type {
  AccessKeyMetadata,
  GetAccountSummaryCommandInput,
  GetAccountSummaryCommandOutput,
  ListAccessKeysCommandInput,
  ListAccessKeysCommandOutput,
} from '@aws-sdk/client-iam';
import type { Resource } from '../model/finding.ts';
import { rootArn } from './account.ts';
import type { ReportedKey, ReportedUser } from './credential-report-rows.ts';
import type { Aws } from './execution.ts';
import { list, one, settled } from './read.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export const getAccountSummary = one<GetAccountSummaryCommandInput, GetAccountSummaryCommandOutput>(
  'iam',
  'GetAccountSummary',
);

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
const listAccessKeys = list<ListAccessKeysCommandInput, ListAccessKeysCommandOutput, AccessKeyMetadata>(
  'iam',
  'ListAccessKeys',
  {
    items: (page) => page.AccessKeyMetadata,
    next: ['Marker', (page) => (page.IsTruncated ? page.Marker : undefined)],
    page: { MaxItems: 1000 },
  },
);

export function rootUser(aws: Aws): Resource {
  return { type: 'AWS::IAM::User', id: '<root_account>', arn: rootArn(aws), region: 'global' };
}

export function iamUser({ name, arn }: ReportedUser): Resource {
  return { type: 'AWS::IAM::User', id: name, arn, region: 'global' };
}

/**
 * A key as the credential report knows it, which is not by its id: who needs the id asks {@link identifiedAccessKey}.
 * Both are the same resource to a finding's id.
 */
export function accessKey(user: ReportedUser, key: ReportedKey): Resource {
  const id = `${user.name} (access key ${key.number})`;
  return { type: 'AWS::IAM::AccessKey', id, arn: user.arn, region: 'global', identity: identityOf(user, key) };
}

/** The key under the id that an operator deactivates it by, or under its place in the report where AWS does not tell. */
export async function identifiedAccessKey(aws: Aws, user: ReportedUser, key: ReportedKey): Promise<Resource> {
  const listed = await settled(listAccessKeys(aws, { UserName: user.name }));
  const id = listed.ok ? idOf(key, listed.value) : undefined;
  return { ...accessKey(user, key), ...(id !== undefined && { id }) };
}

/** The id where one key alone fits: to deactivate the wrong one would be worse than to look it up. */
function idOf(key: ReportedKey, listed: readonly AccessKeyMetadata[]): string | undefined {
  const ofState = listed.filter(({ Status }) => (Status === 'Active') === key.active);
  // The report's dates are those of the list, to the second.
  const ofDate = ofState.filter(
    ({ CreateDate }) => Math.abs((CreateDate?.getTime() ?? NaN) - (key.rotatedAt?.getTime() ?? NaN)) < 1000,
  );
  const fitting = ofDate.length > 0 ? ofDate : ofState;
  return fitting.length === 1 ? fitting[0]?.AccessKeyId : undefined;
}

/** When a key was made tells it apart over time; its place in the report changes when the other one is deleted. */
function identityOf(user: ReportedUser, key: ReportedKey): string {
  const made = key.rotatedAt?.toISOString() ?? `key ${key.number}`;
  const twin = user.keys.some((other) => other.number < key.number && other.rotatedAt?.toISOString() === made);
  return `${user.name}/${made}${twin ? `/${key.number}` : ''}`;
}
