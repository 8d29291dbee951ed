import type {
  GenerateCredentialReportResponse,
  GetCredentialReportResponse,
  ListUsersResponse,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../create.ts';
import { dispatch } from '../dispatch.ts';
import { iamUser } from '../world/newcomer/iam.ts';

function sandbox() {
  const world = createSandbox();
  const request = {
    service: 'iam',
    region: 'us-east-1',
    accountId: SANDBOX_ACCOUNT,
    accessKeyId: 'AKIASANDBOX',
    requestId: 'r',
  };
  const ask = <T>(operation: string, input: object = {}) =>
    dispatch(world, { ...request, operation }, input) as Promise<T>;
  return { world, ask };
}

test('a credential report is started, then complete, and good for four hours', async () => {
  const { world, ask } = sandbox();
  await expect(ask('GetCredentialReport')).rejects.toMatchObject({ code: 'ReportNotPresent', status: 410 });
  expect((await ask<GenerateCredentialReportResponse>('GenerateCredentialReport')).State).toBe('STARTED');
  await expect(ask('GetCredentialReport')).rejects.toMatchObject({ code: 'ReportInProgress', status: 404 });
  expect((await ask<GenerateCredentialReportResponse>('GenerateCredentialReport')).State).toBe('COMPLETE');
  const { Content } = await ask<GetCredentialReportResponse>('GetCredentialReport');
  const rows = new TextDecoder().decode(Content).split('\n');
  expect(rows).toHaveLength(1 + 1 + 6);
  expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([22]));
  expect(rows[1]).toMatch(/^<root_account>,arn:aws:iam::123456789012:root,/);

  world.clock.advance(4 * 3_600_000 + 1);
  await expect(ask('GetCredentialReport')).rejects.toMatchObject({ code: 'ReportExpired' });
  expect((await ask<GenerateCredentialReportResponse>('GenerateCredentialReport')).State).toBe('STARTED');
});

test('lists are paged by marker, and truncated says so', async () => {
  const { world, ask } = sandbox();
  const { users } = world.account(SANDBOX_ACCOUNT).iam;
  const place = { accountId: SANDBOX_ACCOUNT, region: 'global' };
  for (let index = 0; index < 250; index += 1) users.push(iamUser(place, `user-${index}`, world.clock.now()));
  const names: string[] = [];
  let Marker: string | undefined;
  let calls = 0;
  do {
    const page: ListUsersResponse = await ask('ListUsers', { ...(Marker !== undefined && { Marker }) });
    names.push(...(page.Users ?? []).map(({ UserName = '' }) => UserName));
    expect(page.IsTruncated).toBe(page.Marker !== undefined);
    Marker = page.Marker;
    calls += 1;
  } while (Marker !== undefined);
  expect([calls, new Set(names).size]).toEqual([3, 256]);
  await expect(ask('ListUsers', { MaxItems: 1001 })).rejects.toMatchObject({ code: 'ValidationError' });
});

test('what does not exist is NoSuchEntity', async () => {
  const { ask } = sandbox();
  for (const operation of ['GetUser', 'ListAccessKeys', 'ListMFADevices']) {
    await expect(ask(operation, { UserName: 'nobody' })).rejects.toMatchObject({ code: 'NoSuchEntity', status: 404 });
  }
});

test('the summary speaks of root and counts users', async () => {
  const { ask } = sandbox();
  expect(await ask('GetAccountSummary')).toMatchObject({
    SummaryMap: { Users: 6, AccountMFAEnabled: 1, AccountAccessKeysPresent: 1 },
  });
});

test('a key tells when it was used, and never used is N/A', async () => {
  const { world, ask } = sandbox();
  const keyOf = (name: string) =>
    world.account(SANDBOX_ACCOUNT).iam.users.find(({ user }) => user.UserName === name)?.keys[0]?.metadata.AccessKeyId;
  expect(await ask('GetAccessKeyLastUsed', { AccessKeyId: keyOf('bob') })).toMatchObject({
    UserName: 'bob',
    AccessKeyLastUsed: { ServiceName: 'ec2' },
  });
  expect(await ask('GetAccessKeyLastUsed', { AccessKeyId: keyOf('legacy-backup') })).toMatchObject({
    AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
  });
});

test.each([
  ['GetUser', { UserName: '' }],
  ['ListAccessKeys', { UserName: 'a b' }],
  ['ListUsers', { PathPrefix: 'nowhere' }],
  ['GetAccessKeyLastUsed', {}],
  ['GetAccessKeyLastUsed', { AccessKeyId: 'short' }],
])('%s of %o is refused for its form, before anything is looked for', async (operation, input) => {
  await expect(sandbox().ask(operation, input)).rejects.toMatchObject({ code: 'ValidationError' });
});
