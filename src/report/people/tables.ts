import type { Role } from '../../model/execution.ts';
import { columnLines } from '../text/columns.ts';
import { plain } from '../text/plain.ts';

interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly oidcSubject: string | null;
  readonly disabledAt: Date | null;
}

interface Token {
  readonly id: string;
  readonly name: string;
  readonly personId: string | null;
  readonly role: Role;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** Who is registered, one a line. */
export function peopleTable(people: readonly Person[], width: number): string {
  if (people.length === 0) return 'Nobody is registered: whoever has the database is trusted (opsbook people add).\n';
  const rows = people.map(({ id, name, email, roles, oidcSubject, disabledAt }) => [
    plain(id),
    plain(name),
    plain(email ?? ''),
    roles.join(', ') || 'no role',
    disabledAt ? `disabled ${day(disabledAt)}` : oidcSubject === null ? '' : 'signs in elsewhere',
  ]);
  return columnLines(rows, width);
}

/** Tokens, one a line, with what has become of them. */
export function tokensTable(tokens: readonly Token[], now: Date, width: number): string {
  if (tokens.length === 0) return 'No tokens yet: opsbook token create <name> makes one.\n';
  const rows = tokens.map((token) => [
    token.id.slice(0, 8),
    token.name,
    token.personId ?? 'a machine',
    token.role,
    stateOf(token, now),
    token.lastUsedAt ? `last used ${day(token.lastUsedAt)}` : 'never used',
    token.scopes.join(' '),
  ]);
  return columnLines(rows, width);
}

function stateOf({ revokedAt, expiresAt }: Token, now: Date): string {
  if (revokedAt) return `revoked ${day(revokedAt)}`;
  if (!expiresAt) return 'does not end';
  return `${expiresAt <= now ? 'over since' : 'until'} ${day(expiresAt)}`;
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
