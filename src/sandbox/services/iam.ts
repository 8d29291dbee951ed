import type * as IAM from '@aws-sdk/client-iam';
import { SandboxError } from '../error.ts';
import type { Handlers, SandboxContext } from '../handlers.ts';
import { page } from '../paging.ts';
import type { IamUserState } from '../world/newcomer/iam.ts';
import { reportCsv } from './iam/credential-report.ts';

const FOUR_HOURS_MS = 4 * 3_600_000;

export const iam: Handlers<typeof IAM> = {
  GetUser({ UserName }, context) {
    if (UserName !== undefined) return { User: userOf(UserName, context).user };
    // Whoever asks without a name asks for himself: the sandbox's own credentials are no user of the world.
    const { account } = context;
    return {
      User: {
        Path: '/',
        UserName: 'sandbox',
        UserId: 'AIDASANDBOX0000000000',
        Arn: `arn:aws:iam::${account.id}:user/sandbox`,
        CreateDate: account.iam.root.createdAt,
      },
    };
  },

  ListUsers({ PathPrefix = '/', Marker, MaxItems }, { account }) {
    if (!PathPrefix.startsWith('/')) throw invalid(PathPrefix, 'pathPrefix');
    const users = account.iam.users.map(({ user }) => user).filter(({ Path = '/' }) => Path.startsWith(PathPrefix));
    const { items, ...rest } = pageOf(users, Marker, MaxItems);
    return { Users: items, ...rest };
  },

  ListAccessKeys({ UserName, Marker, MaxItems }, context) {
    const keys = UserName === undefined ? [] : userOf(UserName, context).keys;
    const { items, ...rest } = pageOf(keys, Marker, MaxItems);
    return { AccessKeyMetadata: items.map(({ metadata }) => metadata), ...rest };
  },

  ListMFADevices({ UserName, Marker, MaxItems }, context) {
    const devices = UserName === undefined ? [] : userOf(UserName, context).mfaDevices;
    const { items, ...rest } = pageOf(devices, Marker, MaxItems);
    return { MFADevices: items, ...rest };
  },

  GetAccessKeyLastUsed({ AccessKeyId = '' }, { account }) {
    if (!/^\w{16,128}$/.test(AccessKeyId)) throw invalid(AccessKeyId, 'accessKeyId');
    const owner = account.iam.users.find(({ keys }) =>
      keys.some(({ metadata }) => metadata.AccessKeyId === AccessKeyId),
    );
    const key = owner?.keys.find(({ metadata }) => metadata.AccessKeyId === AccessKeyId);
    // AWS does not tell a key of another account from one that does not exist.
    if (!owner || !key)
      throw new SandboxError('AccessDenied', 'User is not authorized to perform: iam:GetAccessKeyLastUsed', 403);
    return {
      UserName: owner.user.UserName,
      AccessKeyLastUsed: key.lastUsed ?? { LastUsedDate: undefined, ServiceName: 'N/A', Region: 'N/A' },
    };
  },

  ListRoles({ PathPrefix = '/', Marker, MaxItems }, { account }) {
    if (!PathPrefix.startsWith('/')) throw invalid(PathPrefix, 'pathPrefix');
    const roles = account.iam.roles.filter(({ Path = '/' }) => Path.startsWith(PathPrefix));
    const { items, ...rest } = pageOf(roles, Marker, MaxItems);
    return { Roles: items, ...rest };
  },

  GetAccountSummary(_input, { account }) {
    const { users, roles, root } = account.iam;
    const devices = users.flatMap(({ mfaDevices }) => mfaDevices).length + (root.mfa ? 1 : 0);
    return {
      SummaryMap: {
        Users: users.length,
        UsersQuota: 5000,
        Groups: 0,
        GroupsQuota: 300,
        Roles: roles.length,
        RolesQuota: 1000,
        MFADevices: devices,
        MFADevicesInUse: devices,
        AccessKeysPerUserQuota: 2,
        AccountMFAEnabled: root.mfa ? 1 : 0,
        AccountAccessKeysPresent: root.keys.length > 0 ? 1 : 0,
        AccountPasswordPresent: 1,
        AccountSigningCertificatesPresent: 0,
      },
    };
  },

  /** The report is as of when it was asked for, and complete at the next question. */
  GenerateCredentialReport(_input, { account, now }) {
    const { report } = account.iam;
    if (report && now.getTime() - report.generatedAt.getTime() <= FOUR_HOURS_MS) {
      report.complete = true;
      return { State: 'COMPLETE' };
    }
    account.iam.report = { generatedAt: now, content: reportCsv(account), complete: false };
    return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
  },

  GetCredentialReport(_input, { account, now }) {
    const { report } = account.iam;
    if (!report) throw new SandboxError('ReportNotPresent', 'Credential report is not present', 410);
    if (!report.complete) throw new SandboxError('ReportInProgress', 'Credential report is still being generated', 404);
    if (now.getTime() - report.generatedAt.getTime() > FOUR_HOURS_MS) {
      throw new SandboxError('ReportExpired', 'Credential report has expired', 410);
    }
    return {
      Content: new TextEncoder().encode(report.content),
      ReportFormat: 'text/csv',
      GeneratedTime: report.generatedAt,
    };
  },
};

function userOf(name: string, { account }: SandboxContext): IamUserState {
  if (!/^[\w+=,.@-]{1,128}$/.test(name)) throw invalid(name, 'userName');
  const found = account.iam.users.find(({ user }) => user.UserName === name);
  if (!found) throw new SandboxError('NoSuchEntity', `The user with name ${name} cannot be found.`, 404);
  return found;
}

/** IAM checks a value's form before it looks for what it names. */
function invalid(value: string, member: string): SandboxError {
  return new SandboxError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint`,
  );
}

interface MarkedPage<T> {
  readonly items: T[];
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

function pageOf<T>(all: readonly T[], token: string | undefined, size: number | undefined): MarkedPage<T> {
  const { items, next } = page(all, { token, size, defaultSize: 100, most: 1000, badToken: 'ValidationError' });
  return { items, IsTruncated: next !== undefined, ...(next !== undefined && { Marker: next }) };
}
