import { expect, test } from 'vitest';
import { identityOf } from './identity.ts';

const CLAIMS = { iss: 'https://id.example.org', sub: 's-1' };
const VALUES = { ops: ['operator'], boss: ['admin', 'approver'] } as const;

function rolesBy(claim: string, claims: object) {
  return identityOf({ ...CLAIMS, ...claims }, { claim, values: VALUES }).roles;
}

test('roles come from the configured claim alone: a list, a word, deep within, or under a name with dots', () => {
  expect(rolesBy('groups', { groups: ['ops', 'boss', 'sales', 7] })).toEqual(['operator', 'admin', 'approver']);
  expect(rolesBy('role', { role: 'ops' })).toEqual(['operator']);
  expect(rolesBy('realm_access.roles', { realm_access: { roles: ['boss'] } })).toEqual(['admin', 'approver']);
  expect(rolesBy('https://example.org/groups', { 'https://example.org/groups': ['ops'] })).toEqual(['operator']);
});

test('a claim that is not there, or tries to be something else, gives nothing', () => {
  expect(rolesBy('groups', {})).toEqual([]);
  expect(rolesBy('groups', { groups: ['constructor', '__proto__', 'toString'] })).toEqual([]);
  expect(rolesBy('constructor.name', {})).toEqual([]);
  expect(rolesBy('groups', { groups: { ops: true } })).toEqual([]);
});

test('an address counts only where the provider says that it verified it', () => {
  const email = (verified?: boolean | string) =>
    identityOf({ ...CLAIMS, email: 'a@example.org', email_verified: verified }, null).email;
  expect([email(true), email('true'), email(false), email('false'), email(undefined)]).toEqual([
    'a@example.org',
    'a@example.org',
    null,
    null,
    null,
  ]);
  expect(identityOf(CLAIMS, null)).toMatchObject({ roles: null, username: null });
  expect(() => identityOf({ iss: 'https://id.example.org' }, null)).toThrow(/sub/);
});
