import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { clientModule } from '../client-module.ts';

export const organizations = clientModule(OrganizationsClient, {
  ListAccounts: ListAccountsCommand,
});
