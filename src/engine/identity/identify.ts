import type { Role } from '../../model/execution.ts';
import { findPerson, type PersonRow } from '../../store/people.ts';
import { findSignedIn } from '../../store/sessions.ts';
import { type TokenRow, useToken } from '../../store/tokens.ts';
import type { Actor } from '../conduct/workplace.ts';
import type { Desk } from '../desk/desk.ts';
import { hasRole } from '../desk/require-role.ts';
import { hashOfSecret } from './credential.ts';
import { machineId } from './person-id.ts';

const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const satisfies readonly Role[];

type Asking = Pick<Desk, 'db' | 'now'>;

/** Who holds this token, as of now: a person's token is that person, with no more than the token's role. */
export async function actorOfToken({ db, now }: Asking, secret: string, via: string): Promise<Actor | undefined> {
  const token = await useToken(db, hashOfSecret(secret), now());
  if (!token) return undefined;
  if (token.personId === null) return machineOf(token, via);
  const person = await findPerson(db, token.personId);
  if (!person || person.disabledAt !== null) return undefined;
  const roles = ROLES.filter((role) => hasRole(person.roles, role) && hasRole([token.role], role));
  const { id, name } = person;
  return { id, name, roles, via, scopes: token.scopes, behind: othersBehind(token) };
}

/** Who is signed in with this cookie, as of now. */
export async function actorOfSignIn({ db, now }: Asking, secret: string): Promise<Actor | undefined> {
  const person = await findSignedIn(db, hashOfSecret(secret), now());
  return person && actorOfPerson(person, 'api');
}

export function actorOfPerson({ id, name, roles }: PersonRow, via: string): Actor {
  return { id, name, roles, via };
}

function machineOf(token: TokenRow, via: string): Actor {
  const id = machineId(token.name);
  return { id, name: id, roles: [token.role], via, scopes: token.scopes, behind: othersBehind(token) };
}

/** Who made a token for somebody else has seen its secret. */
function othersBehind({ createdBy, personId }: TokenRow): string[] {
  return createdBy === null || createdBy === personId ? [] : [createdBy];
}
