import { type Selectable, sql } from 'kysely';
import type { Role } from '../model/execution.ts';
import type { Database } from './database.ts';
import type { PeopleTable } from './tables.ts';

export type PersonRow = Selectable<PeopleTable>;

type NewPerson = Pick<PersonRow, 'id' | 'name' | 'email' | 'roles' | 'passwordHash' | 'oidcSubject' | 'createdAt'>;

/** @throws PostgreSQL's 23505 where the id, the e-mail address or the OIDC subject is somebody's already. */
export async function insertPerson(db: Database, person: NewPerson): Promise<void> {
  await db.insertInto('people').values(person).execute();
}

export function findPerson(db: Database, id: string): Promise<PersonRow | undefined> {
  return db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
}

/** In whatever case it is written. */
export function findPersonByEmail(db: Database, email: string): Promise<PersonRow | undefined> {
  return db
    .selectFrom('people')
    .selectAll()
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .executeTakeFirst();
}

export function findPersonBySubject(db: Database, oidcSubject: string): Promise<PersonRow | undefined> {
  return db.selectFrom('people').selectAll().where('oidcSubject', '=', oidcSubject).executeTakeFirst();
}

export function listPeople(db: Database): Promise<Omit<PersonRow, 'passwordHash'>[]> {
  return db
    .selectFrom('people')
    .select(['id', 'name', 'email', 'roles', 'oidcSubject', 'createdAt', 'disabledAt'])
    .orderBy('id')
    .execute();
}

interface PersonChange {
  readonly name?: string;
  readonly email?: string | null;
  readonly roles?: Role[];
  readonly passwordHash?: string | null;
  readonly oidcSubject?: string | null;
  /** Null lets them in again. */
  readonly disabledAt?: Date | null;
}

/** Says whether there is such a person. */
export async function changePerson(db: Database, id: string, change: PersonChange): Promise<boolean> {
  const changed = await db.updateTable('people').set(change).where('id', '=', id).executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** Whether anybody is registered; until then whoever has the database is trusted with it. */
export async function hasPeople(db: Database): Promise<boolean> {
  return (await db.selectFrom('people').select('id').limit(1).execute()).length > 0;
}

/** How many could still let others in. */
export async function countAdmins(db: Database): Promise<number> {
  const rows = await db
    .selectFrom('people')
    .select('id')
    .where('disabledAt', 'is', null)
    .where(sql<boolean>`'admin' = any(roles)`)
    .forUpdate()
    .execute();
  return rows.length;
}
