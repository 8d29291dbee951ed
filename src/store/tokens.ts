import type { Insertable, Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { TokensTable } from './tables.ts';

/** A machine's, or, with `personId`, a person's. Only the hash of the secret is kept. */
export type TokenRow = Selectable<TokensTable>;

export async function insertToken(
  db: Database,
  token: Omit<Insertable<TokensTable>, 'revokedAt' | 'lastUsedAt'>,
): Promise<void> {
  await db.insertInto('tokens').values(token).execute();
}

/** A minute is as exact as anybody asks when a token was last used. */
const USE_EVERY_MS = 60_000;

/** The token with this hash, if it is good at that instant; notes that it was used. */
export async function useToken(db: Database, hash: string, at: Date): Promise<TokenRow | undefined> {
  const token = await db
    .selectFrom('tokens')
    .selectAll()
    .where('hash', '=', hash)
    .where('revokedAt', 'is', null)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', at)]))
    .executeTakeFirst();
  if (token && at.getTime() - (token.lastUsedAt?.getTime() ?? 0) >= USE_EVERY_MS) {
    await db.updateTable('tokens').set({ lastUsedAt: at }).where('id', '=', token.id).execute();
  }
  return token;
}

export function listTokens(db: Database): Promise<Omit<TokenRow, 'hash'>[]> {
  return db
    .selectFrom('tokens')
    .select([
      'id',
      'name',
      'personId',
      'role',
      'scopes',
      'createdAt',
      'expiresAt',
      'revokedAt',
      'lastUsedAt',
      'createdBy',
    ])
    .orderBy('createdAt')
    .execute();
}

/** The one of a machine that goes by this name and is good at that instant. */
export function findMachineToken(db: Database, name: string, at: Date): Promise<TokenRow | undefined> {
  return db
    .selectFrom('tokens')
    .selectAll()
    .where('name', '=', name)
    .where('personId', 'is', null)
    .where('revokedAt', 'is', null)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', at)]))
    .executeTakeFirst();
}

/** Of the machines whose tokens somebody made, revoked ones too: what was asked for with one is theirs. */
export async function listMachinesOf(db: Database, maker: string): Promise<string[]> {
  const rows = await db
    .selectFrom('tokens')
    .select('name')
    .distinct()
    .where('createdBy', '=', maker)
    .where('personId', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

/** Everybody who ever made a token for the machine of this name. */
export async function listMakersOf(db: Database, name: string): Promise<string[]> {
  const rows = await db
    .selectFrom('tokens')
    .select('createdBy')
    .distinct()
    .where('name', '=', name)
    .where('personId', 'is', null)
    .execute();
  return rows.flatMap(({ createdBy }) => createdBy ?? []);
}

/** Says whether there was such a token, not revoked yet. */
export async function revokeToken(db: Database, id: string, at: Date): Promise<boolean> {
  const revoked = await db
    .updateTable('tokens')
    .set({ revokedAt: at })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return revoked.numUpdatedRows === 1n;
}
