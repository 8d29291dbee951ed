import { NotAllowed } from '../../model/errors.ts';
import type { Role } from '../../model/execution.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import {
  changePerson,
  countAdmins,
  findPerson,
  findPersonByEmail,
  findPersonBySubject,
  insertPerson,
  type PersonRow,
} from '../../store/people.ts';
import type { Desk } from '../desk/desk.ts';
import { requirePersonId } from './person-id.ts';

/** What an identity provider says of who came from it. */
export interface OidcIdentity {
  /** Of the provider and of the person there: this alone never changes. */
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | null;
  readonly username: string | null;
  /** Null where it is not verified: anybody may claim an address. */
  readonly email: string | null;
  /** By the configured claim; null where none is, and roles are given here. */
  readonly roles: readonly Role[] | null;
}

/**
 * Who that is here. Who has the address of a local account is that person and nobody else: two logins of one person must
 * not be two people. Who is new is registered, if the claims give them a role.
 * @throws NotAllowed
 */
export function personOfIdentity({ db, now }: Pick<Desk, 'db' | 'now'>, identity: OidcIdentity): Promise<PersonRow> {
  const at = now();
  return inTransaction(db, async (trx) => {
    const subject = `${identity.issuer} ${identity.subject}`;
    const known = (await findPersonBySubject(trx, subject)) ?? (await link(trx, identity, { subject, at }));
    const person = known ?? (await register(trx, identity, { subject, at }));
    if (person.disabledAt !== null) throw new NotAllowed(`${person.id} is disabled here: ask an admin`);
    const roles = identity.roles ? await withLastAdmin(trx, person, identity.roles) : person.roles;
    if (roles.length === 0) throw new NotAllowed(`${person.id} has no role here: ask an admin for one`);
    if (roles.toSorted().join() !== person.roles.toSorted().join()) {
      await changePerson(trx, person.id, { roles: [...roles] });
      await note(trx, person.id, { at, action: 'person.change', details: { roles: [...roles], by: identity.issuer } });
    }
    return { ...person, roles: [...roles] };
  });
}

interface When {
  readonly subject: string;
  readonly at: Date;
}

/** Claims that nobody thought of an admin in take the last one away from nobody. */
async function withLastAdmin(db: Database, { roles }: PersonRow, claimed: readonly Role[]): Promise<readonly Role[]> {
  const isLosing = roles.includes('admin') && !claimed.includes('admin');
  return isLosing && (await countAdmins(db)) === 1 ? [...claimed, 'admin'] : claimed;
}

async function link(db: Database, { email, issuer }: OidcIdentity, { subject, at }: When) {
  const person = email === null ? undefined : await findPersonByEmail(db, email);
  if (!person) return undefined;
  if (person.oidcSubject !== null) {
    throw new NotAllowed(`${email} belongs to ${person.id}, who comes from another account there: ask an admin`);
  }
  await changePerson(db, person.id, { oidcSubject: subject });
  await note(db, person.id, { at, action: 'person.link', details: { issuer, email } });
  return { ...person, oidcSubject: subject };
}

async function register(db: Database, identity: OidcIdentity, { subject, at }: When): Promise<PersonRow> {
  const { email, username, issuer, roles } = identity;
  const id = (username ?? email ?? '').toLowerCase();
  if (!roles || roles.length === 0) {
    throw new NotAllowed(`${id || 'this account'} has no role here: ask an admin for one`);
  }
  requirePersonId(id);
  if (await findPerson(db, id)) {
    throw new NotAllowed(
      `there is a person ${id} here already, and nothing shows that it is you: an admin gives ${id} your verified e-mail address`,
    );
  }
  const name = identity.name ?? id;
  const person = { id, name, email, roles: [...roles], passwordHash: null, oidcSubject: subject, createdAt: at };
  await insertPerson(db, person);
  await note(db, id, { at, action: 'person.add', details: { name, email, roles: [...roles], by: issuer } });
  return { ...person, disabledAt: null };
}

interface Note {
  readonly at: Date;
  readonly action: string;
  readonly details: { readonly [key: string]: string | readonly string[] | null };
}

async function note(db: Database, id: string, { at, action, details }: Note): Promise<void> {
  await appendAudit(db, { at, actor: id, action, subject: `person/${id}`, details });
}
