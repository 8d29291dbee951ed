import type { AssumeRoleResponse } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../create.ts';
import { dispatch } from '../dispatch.ts';

const world = createSandbox();
const request = { service: 'sts', region: 'us-east-1', accountId: SANDBOX_ACCOUNT, requestId: 'r' };

function assume(input: object): Promise<AssumeRoleResponse> {
  return dispatch(world, { ...request, operation: 'AssumeRole', accessKeyId: 'AKIASANDBOX' }, input);
}

test('who asks is the sandbox user, or the session of a role in the account that the role is of', async () => {
  const whoami = (accessKeyId: string, accountId = SANDBOX_ACCOUNT) =>
    dispatch(world, { ...request, accountId, operation: 'GetCallerIdentity', accessKeyId }, {});
  expect(await whoami('AKIASANDBOX')).toMatchObject({
    Account: SANDBOX_ACCOUNT,
    Arn: `arn:aws:iam::${SANDBOX_ACCOUNT}:user/sandbox`,
  });

  const { Credentials } = await assume({
    RoleArn: 'arn:aws:iam::210987654321:role/OpsbookReader',
    RoleSessionName: 'opsbook',
  });
  const key = Credentials?.AccessKeyId ?? '';
  expect(world.accountOf(key)).toBe('210987654321');
  expect(await whoami(key, world.accountOf(key))).toMatchObject({
    Account: '210987654321',
    Arn: 'arn:aws:sts::210987654321:assumed-role/OpsbookReader/opsbook',
  });
});

test('a role that trusts another account, or asks for another external id, lets nobody in', async () => {
  const RoleArn = 'arn:aws:iam::210987654321:role/Guarded';
  const input = { RoleArn, RoleSessionName: 'opsbook' };
  const denied = { code: 'AccessDenied', status: 403, message: expect.stringContaining(`on resource: ${RoleArn}`) };
  world.trusts.set(RoleArn, { accounts: [SANDBOX_ACCOUNT], externalId: 'secret' });
  await expect(assume(input)).rejects.toMatchObject(denied);
  await expect(assume({ ...input, ExternalId: 'guess' })).rejects.toMatchObject(denied);
  expect(await assume({ ...input, ExternalId: 'secret' })).toHaveProperty('Credentials.AccessKeyId');
  world.trusts.set(RoleArn, { accounts: ['345678901234'] });
  await expect(assume(input)).rejects.toMatchObject(denied);
});

test('a session lasts an hour of the sandbox, or as long as was asked', async () => {
  const role = { RoleArn: 'arn:aws:iam::210987654321:role/teams/platform/Deployer', RoleSessionName: 'me@work' };
  const hours = async (input: object) =>
    (((await assume(input)).Credentials?.Expiration?.getTime() ?? 0) - world.clock.now().getTime()) / 3_600_000;
  expect(await hours(role)).toBe(1);
  expect(await hours({ ...role, DurationSeconds: 43_200 })).toBe(12);
  expect((await assume(role)).AssumedRoleUser?.Arn).toBe('arn:aws:sts::210987654321:assumed-role/Deployer/me@work');
});

test.each([
  { RoleArn: 'arn:aws:iam::12345:role/x', RoleSessionName: 'me' },
  { RoleArn: 'arn:aws:iam::210987654321:role/x' },
  { RoleArn: 'arn:aws:iam::210987654321:role/x', RoleSessionName: 'me and you' },
  { RoleArn: 'arn:aws:iam::210987654321:role/x', RoleSessionName: 'me', DurationSeconds: 899 },
])('refuses %o', async (input) => {
  await expect(assume(input)).rejects.toMatchObject({ code: 'ValidationError' });
});
