import type { Actor } from '../engine/conduct/workplace.ts';
import { addPerson, alterPerson, changePassword, type PersonWish } from '../engine/identity/people.ts';
import { createToken, endToken, tokensFor } from '../engine/identity/tokens.ts';
import { durationMs } from '../model/duration.ts';
import { UsageError } from '../model/errors.ts';
import type { Role } from '../model/execution.ts';
import { peopleTable, tokensTable } from '../report/people/tables.ts';
import type { Database } from '../store/database.ts';
import { listPeople } from '../store/people.ts';
import { realClock } from './clock.ts';
import { localActor } from './local-actor.ts';
import { withDatabase } from './with-database.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The database, for commands about who may come in: nothing is executed, so no engine is needed. */
interface Register {
  readonly db: Database;
  readonly now: () => Date;
}

const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const satisfies readonly Role[];

/** `viewer,operator`. @throws UsageError */
export function parseRoles(text: string): Role[] {
  const words = text.split(',').map((word) => word.trim());
  const roles = ROLES.filter((role) => words.includes(role));
  const unknown = words.find((word) => !ROLES.some((role) => role === word));
  if (unknown !== undefined) throw new UsageError(`unknown role: ${unknown} (expected ${ROLES.join(', ')})`);
  return roles;
}

export interface Adding {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  /** Asks for it once it is clear that it may be asked; null for who signs in elsewhere. */
  readonly password: string | null;
}

export function addOne(environment: Environment, adding: Adding): Promise<string> {
  return withRegister(environment, async (register, actor) => {
    await addPerson(register, actor, adding);
    return `${adding.id} is registered as ${adding.roles.join(', ') || 'nothing yet'}.\n`;
  });
}

export function alterOne(environment: Environment, id: string, wish: PersonWish): Promise<string> {
  return withRegister(environment, async (register, actor) => {
    await alterPerson(register, actor, id, wish);
    if (wish.disabled !== undefined)
      return `${id} ${wish.disabled ? 'is disabled, and signed out everywhere' : 'may come in again'}.\n`;
    return `${id} has the roles ${wish.roles?.join(', ') ?? 'as before'}, from now on.\n`;
  });
}

export function passwordOf(environment: Environment, id: string, password: string): Promise<string> {
  return withRegister(environment, async (register, actor) => {
    await changePassword(register, actor, id, password);
    return `The password of ${id} is changed; wherever ${id} was signed in, that is over.\n`;
  });
}

export function peoplePage(environment: Environment, json: boolean, width: number): Promise<string> {
  return withRegister(environment, async ({ db }) => {
    const people = await listPeople(db);
    return json ? `${JSON.stringify({ people }, null, 2)}\n` : peopleTable(people, width);
  });
}

export interface Minting {
  readonly name: string;
  /** Whose it is; null for a machine. */
  readonly person: string | null;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** A duration; null for a token that does not end. */
  readonly expires: string | null;
}

export interface Minted {
  readonly id: string;
  readonly secret: string;
}

export function mintToken(environment: Environment, minting: Minting): Promise<Minted> {
  return withRegister(environment, async (register, actor) => {
    const { name, person, role, scopes, expires } = minting;
    const expiresAt = expires === null ? null : new Date(register.now().getTime() + durationMs(expires));
    return createToken(register, actor, { name, personId: person, role, scopes, expiresAt });
  });
}

export function tokensPage(environment: Environment, json: boolean, width: number): Promise<string> {
  return withRegister(environment, async (register, actor) => {
    const tokens = await tokensFor(register, actor);
    return json ? `${JSON.stringify({ tokens }, null, 2)}\n` : tokensTable(tokens, register.now(), width);
  });
}

export function revokeOne(environment: Environment, named: string): Promise<string> {
  return withRegister(environment, async (register, actor) => {
    const id = await endToken(register, actor, named);
    return `The token ${id} is revoked: it opens nothing any more.\n`;
  });
}

function withRegister<T>(environment: Environment, work: (register: Register, actor: Actor) => Promise<T>): Promise<T> {
  return withDatabase(environment, async (db) => {
    const register = { db, now: realClock };
    return work(register, await localActor(register, environment));
  });
}
