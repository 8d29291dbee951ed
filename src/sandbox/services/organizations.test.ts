import { expect, test } from 'vitest';
import { createSandbox, SANDBOX_ACCOUNT } from '../create.ts';
import { dispatch } from '../dispatch.ts';

function sandbox() {
  const world = createSandbox();
  const request = { service: 'organizations', region: 'us-east-1', accessKeyId: 'AKIASANDBOX', requestId: 'r' };
  const ask = (operation: string, input: object = {}, accountId = SANDBOX_ACCOUNT) =>
    dispatch(world, { ...request, accountId, operation }, input) as Promise<{
      Accounts?: object[];
      NextToken?: string;
    }>;
  return { account: world.account(SANDBOX_ACCOUNT), ask };
}

test('the organization has three accounts, one of them suspended', async () => {
  const { ask } = sandbox();
  expect(await ask('DescribeOrganization')).toMatchObject({
    Organization: { MasterAccountId: SANDBOX_ACCOUNT, FeatureSet: 'ALL' },
  });
  const { Accounts, NextToken } = await ask('ListAccounts');
  expect(Accounts).toMatchObject([
    { Id: SANDBOX_ACCOUNT, Status: 'ACTIVE' },
    { Status: 'ACTIVE' },
    { Status: 'SUSPENDED' },
  ]);
  expect(NextToken).toBeUndefined();
});

test('accounts are paged', async () => {
  const { ask } = sandbox();
  const first = await ask('ListAccounts', { MaxResults: 2 });
  expect(first.Accounts).toHaveLength(2);
  expect((await ask('ListAccounts', { NextToken: first.NextToken })).Accounts).toHaveLength(1);
  await expect(ask('ListAccounts', { MaxResults: 21 })).rejects.toMatchObject({ code: 'InvalidInputException' });
});

test('only the management account may list; an account in no organization is told so', async () => {
  const { account, ask } = sandbox();
  await expect(ask('ListAccounts', {}, '210987654321')).rejects.toMatchObject({ code: 'AccessDeniedException' });
  account.organizations.organization = undefined;
  await expect(ask('ListAccounts')).rejects.toMatchObject({ code: 'AWSOrganizationsNotInUseException' });
});
