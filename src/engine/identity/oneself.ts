import { Refused } from '../../model/errors.ts';
import type { Actor } from '../conduct/workplace.ts';

/**
 * What only the person may do, and not who holds a token of theirs: it would outlive the token when that is revoked.
 * @throws Refused
 */
export function requireOneself({ name, scopes }: Actor, what: string): void {
  if (scopes === undefined) return;
  throw new Refused(`a token of ${name} may not ${what}: sign in with the account itself`);
}
