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
    .select(['id', 'name', 'personId', 'role', 'scopes', 'createdAt', 'expiresAt', 'revokedAt', 'lastUsedAt'])
    .orderBy('createdAt')
    .execute();
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
