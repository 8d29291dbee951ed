import type { Account, Organization } from '@aws-sdk/client-organizations';
import { hexOf } from './cast.ts';
import { type AccountSeed, before, DAY_MS } from './seed.ts';

/** What one account holds of organizations: no organization for an account that is in none. */
export interface OrganizationsState {
  organization: Organization | undefined;
  /** Every account of the organization; only its management account may list them. */
  readonly accounts: Account[];
}

/** The organization of the account that the sandbox begins with. Any other account is at the head of its own. */
const HEAD = '123456789012';
const MEMBERS = [
  { id: '210987654321', name: 'staging', suspended: false },
  { id: '345678901234', name: 'old-acquisition', suspended: true },
];

export function seedOrganizations({ accountId: asked, start }: AccountSeed): OrganizationsState {
  const accountId = MEMBERS.some(({ id }) => id === asked) ? HEAD : asked;
  const id = `o-${hexOf({ accountId, region: 'global' }, 10, 'organization')}`;
  const all = [{ id: accountId, name: 'production', suspended: false }, ...MEMBERS];
  return {
    organization: {
      Id: id,
      Arn: `arn:aws:organizations::${accountId}:organization/${id}`,
      FeatureSet: 'ALL',
      MasterAccountArn: `arn:aws:organizations::${accountId}:account/${id}/${accountId}`,
      MasterAccountId: accountId,
      MasterAccountEmail: 'aws-production@example.com',
      // Deprecated, and still answered.
      AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    },
    accounts: all.map((member, index) => ({
      Id: member.id,
      Arn: `arn:aws:organizations::${accountId}:account/${id}/${member.id}`,
      Email: `aws-${member.name}@example.com`,
      Name: member.name,
      Status: member.suspended ? 'SUSPENDED' : 'ACTIVE',
      State: member.suspended ? 'SUSPENDED' : 'ACTIVE',
      JoinedMethod: index === 0 ? 'INVITED' : 'CREATED',
      JoinedTimestamp: before(start, (1190 - index * 200) * DAY_MS),
    })),
  };
}
