import type { AccountSeed } from './seed.ts';

/** What one account holds of organizations. */
export interface OrganizationsState {
  readonly seeded: true;
}

export function seedOrganizations(_seed: AccountSeed): OrganizationsState {
  return { seeded: true };
}
