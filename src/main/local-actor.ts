import { userInfo } from 'node:os';
import type { Actor } from '../engine/conduct/workplace.ts';
import type { Desk } from '../engine/desk/desk.ts';
import { actorOfPerson, actorOfToken } from '../engine/identity/identify.ts';
import { NotAllowed } from '../model/errors.ts';
import { findPerson, hasPeople } from '../store/people.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Asking = Pick<Desk, 'db' | 'now'>;

/**
 * Who works at this machine: whose token `OPSBOOK_TOKEN` is, else the user of the operating system, as they are registered.
 * Whoever can read the database is trusted with it as long as nobody is registered.
 * @throws NotAllowed for a token that is not good
 */
export async function localActor(desk: Asking, environment: Environment, via = 'cli'): Promise<Actor> {
  const secret = environment['OPSBOOK_TOKEN'];
  if (secret) {
    const actor = await actorOfToken(desk, secret, via);
    if (actor) return actor;
    throw new NotAllowed('the token of OPSBOOK_TOKEN is not known, is over or was revoked');
  }
  const id = userInfo().username;
  const person = await findPerson(desk.db, id);
  if (person && person.disabledAt === null) return actorOfPerson(person, via);
  return (await trustedUser(desk, via)) ?? { id, name: id, roles: [], via };
}

/** This machine's user, who may do everything, as long as nobody is registered. */
export async function trustedUser({ db }: Pick<Desk, 'db'>, via: string): Promise<Actor | undefined> {
  if (await hasPeople(db)) return undefined;
  const id = userInfo().username;
  return { id, name: id, roles: ['admin'], via };
}
