import { NotAllowed } from '../../model/errors.ts';
import type { Role } from '../../model/execution.ts';
import type { Actor } from '../conduct/workplace.ts';

/** What each role may do beside what its own name says. An approver need not be able to execute, nor the reverse. */
const INCLUDES: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ['viewer'],
  operator: ['operator', 'viewer'],
  approver: ['approver', 'viewer'],
  admin: ['admin', 'operator', 'approver', 'viewer'],
};

export function hasRole(roles: readonly Role[], wanted: Role): boolean {
  return roles.some((role) => INCLUDES[role].includes(wanted));
}

/** @throws NotAllowed */
export function requireRole({ name, roles }: Actor, wanted: Role, what: string): void {
  if (hasRole(roles, wanted)) return;
  const has = roles.length > 0 ? roles.join(', ') : 'no role';
  throw new NotAllowed(`${name} may not ${what}: that takes the role ${wanted}, ${name} has ${has}`);
}
