import { NotAllowed } from '../../model/errors.ts';
import type { Actor } from '../conduct/workplace.ts';

/**
 * What only the person may do, and not who holds a token of theirs: it would outlive the token when that is revoked.
 * @throws NotAllowed
 */
export function requireOneself({ name, scopes }: Actor, what: string): void {
  if (scopes === undefined) return;
  throw new NotAllowed(`a token of ${name} may not ${what}: sign in with the account itself`);
}
