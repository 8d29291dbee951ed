import type * as STS from '@aws-sdk/client-sts';
import { SandboxError } from '../error.ts';
import type { Handlers } from '../handlers.ts';

export const sts: Handlers<typeof STS> = {
  GetCallerIdentity: (_input, { account, accessKeyId }) => ({
    Account: account.id,
    Arn: accessKeyId.startsWith('ASIA')
      ? `arn:aws:sts::${account.id}:assumed-role/OpsbookReader/opsbook`
      : `arn:aws:iam::${account.id}:user/sandbox`,
    UserId: accessKeyId.startsWith('ASIA') ? 'AROASANDBOX0000000000:opsbook' : 'AIDASANDBOX0000000000',
  }),

  AssumeRole({ RoleArn = '', RoleSessionName = '', DurationSeconds = 3600 }, { world, now }) {
    // A role's path is no part of its sessions' ARN.
    const [, accountId, role] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(RoleArn) ?? [];
    if (accountId === undefined) {
      throw new SandboxError('ValidationError', `${RoleArn} is invalid`);
    }
    if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
      throw new SandboxError(
        'ValidationError',
        `Value '${RoleSessionName}' at 'roleSessionName' failed to satisfy constraint`,
      );
    }
    if (DurationSeconds < 900 || DurationSeconds > 43_200) {
      throw new SandboxError(
        'ValidationError',
        `Value '${DurationSeconds}' at 'durationSeconds' failed to satisfy constraint`,
      );
    }
    const accessKeyId = world.issueKey(accountId);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: 'sandbox',
        SessionToken: `sandbox-session-${accountId}`,
        Expiration: new Date(now.getTime() + DurationSeconds * 1000),
      },
      AssumedRoleUser: {
        AssumedRoleId: `AROASANDBOX0000000000:${RoleSessionName}`,
        Arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${RoleSessionName}`,
      },
    };
  },
};
