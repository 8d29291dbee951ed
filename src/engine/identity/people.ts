import { UsageError } from '../../model/errors.ts';
import type { Role } from '../../model/execution.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Database, inTransaction } from '../../store/database.ts';
import {
  changePerson,
  countAdmins,
  findPerson,
  findPersonByEmail,
  hasPeople,
  insertPerson,
} from '../../store/people.ts';
import { endSignIns } from '../../store/sessions.ts';
import type { Actor } from '../conduct/workplace.ts';
import type { Desk } from '../desk/desk.ts';
import { requireRole } from '../desk/require-role.ts';
import { requireOneself } from './oneself.ts';
import { hashPassword } from './password.ts';
import { requirePersonId } from './person-id.ts';

type Asking = Pick<Desk, 'db' | 'now'>;

export interface NewPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  /** Null: they sign in elsewhere, or by a token only. */
  readonly password: string | null;
}

/** @throws Refused for who may not, UsageError for what is taken or wrong */
export async function addPerson({ db, now }: Asking, actor: Actor, person: NewPerson): Promise<void> {
  requireRole(actor, 'admin', 'add people');
  const { id, name, email, password } = person;
  requirePersonId(id);
  const passwordHash = password === null ? null : await hashPassword(password);
  const createdAt = now();
  await inTransaction(db, async (trx) => {
    if (await findPerson(trx, id)) throw new UsageError(`there is a person ${id} already`);
    const namesake = email === null ? undefined : await findPersonByEmail(trx, email);
    if (namesake) throw new UsageError(`the address ${email} is ${namesake.id}'s`);
    // From then on nobody is trusted for sitting at the machine alone.
    if (!person.roles.includes('admin') && !(await hasPeople(trx))) {
      throw new UsageError(
        `the first person must be an admin, or nobody could let others in: give ${id} that role too`,
      );
    }
    const roles = [...person.roles];
    await insertPerson(trx, { id, name, email, roles, passwordHash, oidcSubject: null, createdAt });
    await note(trx, actor, { at: createdAt, action: 'person.add', id, details: { name, email, roles } });
  });
}

export interface PersonWish {
  readonly name?: string;
  readonly email?: string | null;
  readonly roles?: readonly Role[];
  readonly disabled?: boolean;
}

/** What is changed holds from the next request on. @throws Refused, UsageError */
export async function alterPerson({ db, now }: Asking, actor: Actor, id: string, wish: PersonWish): Promise<void> {
  requireRole(actor, 'admin', 'change people');
  const { name, email, roles, disabled } = wish;
  const at = now();
  await inTransaction(db, async (trx) => {
    const namesake = email ? await findPersonByEmail(trx, email) : undefined;
    if (namesake && namesake.id !== id) throw new UsageError(`the address ${email} is ${namesake.id}'s`);
    const admins = await countAdmins(trx);
    const known = await changePerson(trx, id, {
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(roles !== undefined && { roles: [...roles] }),
      ...(disabled !== undefined && { disabledAt: disabled ? at : null }),
    });
    if (!known) throw new UsageError(`there is no person ${id}`);
    if (admins > 0 && (await countAdmins(trx)) === 0) {
      throw new UsageError(`${id} is the last admin: make somebody else one first`);
    }
    if (disabled) await endSignIns(trx, { personId: id }, at);
    const details = { ...wish, ...(roles && { roles: [...roles] }) };
    await note(trx, actor, { at, action: disabled ? 'person.disable' : 'person.change', id, details });
  });
}

/** One's own, or, as an admin, anybody's. Whoever is signed in as them is signed out. @throws Refused, UsageError */
export async function changePassword({ db, now }: Asking, actor: Actor, id: string, password: string): Promise<void> {
  if (actor.id === id) requireOneself(actor, 'change your password');
  else requireRole(actor, 'admin', "change somebody else's password");
  const passwordHash = await hashPassword(password);
  const at = now();
  await inTransaction(db, async (trx) => {
    if (!(await changePerson(trx, id, { passwordHash }))) throw new UsageError(`there is no person ${id}`);
    await endSignIns(trx, { personId: id }, at);
    await note(trx, actor, { at, action: 'person.password', id, details: {} });
  });
}

interface Note {
  readonly at: Date;
  readonly action: string;
  readonly id: string;
  readonly details: object;
}

async function note(db: Database, actor: Actor, { at, action, id, details }: Note): Promise<void> {
  await appendAudit(db, {
    at,
    actor: actor.id,
    action,
    subject: `person/${id}`,
    details: { ...details, via: actor.via },
  });
}
