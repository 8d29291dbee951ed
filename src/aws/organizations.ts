import type { Account, ListAccountsCommandInput, ListAccountsCommandOutput } from '@aws-sdk/client-organizations';
import { list } from './read.ts';

/**
 * Every account of the organization, suspended ones too: only the management account and delegated administrators may
 * ask. AWS gives 20 a page at most.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export const listAccounts = list<ListAccountsCommandInput, ListAccountsCommandOutput, Account>(
  'organizations',
  'ListAccounts',
  { items: (page) => page.Accounts, next: ['NextToken', (page) => page.NextToken], page: { MaxResults: 20 } },
);
