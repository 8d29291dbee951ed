import type * as STS from '@aws-sdk/client-sts';
import { SandboxError } from '../error.ts';
import type { Handlers } from '../handlers.ts';

export const sts: Handlers<typeof STS> = {
  GetCallerIdentity(_input, { world, account, accessKeyId }) {
    const session = world.sessionOf(accessKeyId);
    if (session !== undefined) {
      return { Account: account.id, Arn: session, UserId: `AROASANDBOX0000000000:${session.split('/').at(-1)}` };
    }
    return { Account: account.id, Arn: callerArn(account.id), UserId: 'AIDASANDBOX0000000000' };
  },

  AssumeRole({ RoleArn = '', RoleSessionName = '', DurationSeconds = 3600, ExternalId }, context) {
    const { world, now, account, accessKeyId: caller } = context;
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
    const trust = world.trusts.get(RoleArn);
    const trusted = trust?.accounts?.includes(account.id) ?? true;
    if (!trusted || (trust?.externalId !== undefined && trust.externalId !== ExternalId)) {
      const who = world.sessionOf(caller) ?? callerArn(account.id);
      throw new SandboxError(
        'AccessDenied',
        `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
        403,
      );
    }
    const session = `arn:aws:sts::${accountId}:assumed-role/${role}/${RoleSessionName}`;
    const accessKeyId = world.issueKey(accountId, session);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: 'sandbox',
        SessionToken: `sandbox-session-${accountId}`,
        Expiration: new Date(now.getTime() + DurationSeconds * 1000),
      },
      AssumedRoleUser: {
        AssumedRoleId: `AROASANDBOX0000000000:${RoleSessionName}`,
        Arn: session,
      },
    };
  },
};

function callerArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:user/sandbox`;
}
