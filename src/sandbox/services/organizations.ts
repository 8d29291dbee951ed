import type * as Organizations from '@aws-sdk/client-organizations';
import { SandboxError } from '../error.ts';
import type { Handlers, SandboxContext } from '../handlers.ts';
import { page } from '../paging.ts';

export const organizations: Handlers<typeof Organizations> = {
  DescribeOrganization: (_input, context) => ({ Organization: organizationOf(context) }),

  ListAccounts({ NextToken, MaxResults }, context) {
    const { MasterAccountId } = organizationOf(context);
    if (MasterAccountId !== context.account.id) {
      throw new SandboxError('AccessDeniedException', "You don't have permissions to access this resource.");
    }
    const { items, next } = page(context.account.organizations.accounts, {
      token: NextToken,
      size: MaxResults,
      defaultSize: 20,
      most: 20,
      badSize: 'InvalidInputException',
      badToken: 'InvalidInputException',
    });
    return { Accounts: items, ...(next !== undefined && { NextToken: next }) };
  },
};

function organizationOf({ account }: SandboxContext): Organizations.Organization {
  const { organization } = account.organizations;
  if (!organization) {
    throw new SandboxError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  }
  return organization;
}
