import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { PersonRow } from './people.ts';
import type { SessionsTable } from './tables.ts';

/** Somebody signed in with a browser. Only the hash of the cookie is kept. */
export type SignInRow = Selectable<SessionsTable>;

export async function insertSignIn(db: Database, signIn: Omit<SignInRow, 'endedAt'>): Promise<void> {
  await db.insertInto('sessions').values(signIn).execute();
}

/** Who is signed in under this hash at that instant; nobody who was disabled since. */
export function findSignedIn(db: Database, hash: string, at: Date): Promise<PersonRow | undefined> {
  return db
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.personId')
    .selectAll('people')
    .where('sessions.hash', '=', hash)
    .where('sessions.endedAt', 'is', null)
    .where('sessions.expiresAt', '>', at)
    .where('people.disabledAt', 'is', null)
    .executeTakeFirst();
}

/** One, or all of a person's. */
export async function endSignIns(
  db: Database,
  which: { hash: string } | { personId: string },
  at: Date,
): Promise<void> {
  const [column, value] = 'hash' in which ? (['hash', which.hash] as const) : (['personId', which.personId] as const);
  await db
    .updateTable('sessions')
    .set({ endedAt: at })
    .where(column, '=', value)
    .where('endedAt', 'is', null)
    .execute();
}

/** Forgets what can no longer be used. */
export async function deleteOldSignIns(db: Database, before: Date): Promise<void> {
  await db.deleteFrom('sessions').where('expiresAt', '<', before).execute();
}
