import { randomUUID } from 'node:crypto';
import { UsageError } from '../../model/errors.ts';
import type { Role } from '../../model/execution.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database.ts';
import { findPerson } from '../../store/people.ts';
import { findMachineToken, insertToken, listTokens, revokeToken, type TokenRow } from '../../store/tokens.ts';
import type { Actor } from '../conduct/workplace.ts';
import type { Desk } from '../desk/desk.ts';
import { requireRole } from '../desk/require-role.ts';
import { requireScopes } from '../desk/require-scope.ts';
import { hashOfSecret, newTokenSecret } from './credential.ts';
import { requireOneself } from './oneself.ts';
import { requireTokenName } from './person-id.ts';

type Asking = Pick<Desk, 'db' | 'now'>;

export interface NewToken {
  readonly name: string;
  /** Whose it is; null for a machine, which is then known by the token's name. */
  readonly personId: string | null;
  readonly role: Role;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

/**
 * Makes a token and gives its secret, once. One's own take no role but the one they carry; all others take an admin.
 * @throws Refused, UsageError
 */
export async function createToken(
  { db, now }: Asking,
  actor: Actor,
  token: NewToken,
): Promise<{ readonly id: string; readonly secret: string }> {
  const { name, personId, role, expiresAt } = token;
  const scopes = [...token.scopes];
  if (personId === actor.id) requireOneself(actor, 'make a token of your own');
  if (personId === actor.id) requireRole(actor, role, `make a token of the role ${role}`);
  else requireRole(actor, 'admin', 'make a token for others');
  requireTokenName(name);
  requireScopes(scopes);
  if (role === 'admin' && scopes.length > 0) throw new UsageError('an admin cannot be limited: leave the scopes out');
  const createdAt = now();
  if (expiresAt !== null && expiresAt <= createdAt) throw new UsageError('the token would be over before it begins');
  const id = randomUUID();
  const secret = newTokenSecret();
  await inTransaction(db, async (trx) => {
    if (personId === null && (await findMachineToken(trx, name, createdAt))) {
      throw new UsageError(`there is a token ${name} already: revoke it first`);
    }
    if (personId !== null && !(await findPerson(trx, personId))) throw new UsageError(`there is no person ${personId}`);
    const hash = hashOfSecret(secret);
    await insertToken(trx, { id, name, personId, role, scopes, hash, createdAt, expiresAt, createdBy: actor.id });
    const details = { name, personId, role, scopes, expiresAt: expiresAt?.toISOString() ?? null, via: actor.via };
    await appendAudit(trx, { at: createdAt, actor: actor.id, action: 'token.create', subject: `token/${id}`, details });
  });
  return { id, secret };
}

/** Of all, for an admin; else one's own. */
export async function tokensFor({ db }: Asking, actor: Actor): Promise<Omit<TokenRow, 'hash'>[]> {
  const all = await listTokens(db);
  return actor.roles.includes('admin') ? all : all.filter(({ personId }) => personId === actor.id);
}

/** From the next request on it opens nothing. By id, the beginning of it, or the name. @throws Refused, UsageError */
export async function endToken({ db, now }: Asking, actor: Actor, named: string): Promise<string> {
  const good = (await listTokens(db)).filter(({ revokedAt }) => revokedAt === null);
  const exact = good.filter(({ id, name }) => id === named || name === named);
  const found = exact.length > 0 || named === '' ? exact : good.filter(({ id }) => id.startsWith(named));
  const [token, ...others] = found;
  if (!token) throw new UsageError(`there is no token ${named} that could be revoked`);
  if (others.length > 0) throw new UsageError(`${named} means ${found.length} tokens: name one by its id`);
  if (token.personId !== actor.id) requireRole(actor, 'admin', "revoke others' tokens");
  const at = now();
  await revokeToken(db, token.id, at);
  const details = { name: token.name, personId: token.personId, via: actor.via };
  await appendAudit(db, { at, actor: actor.id, action: 'token.revoke', subject: `token/${token.id}`, details });
  return token.id;
}
