import { Refused } from '../../model/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import { findPerson, findPersonByEmail, type PersonRow } from '../../store/people.ts';
import { deleteOldSignIns, endSignIns, insertSignIn } from '../../store/sessions.ts';
import type { Desk } from '../desk/desk.ts';
import type { Backoff } from './backoff.ts';
import { hashOfSecret, newSecret } from './credential.ts';
import { isPassword } from './password.ts';

type Asking = Pick<Desk, 'db' | 'now'>;

/** A working day. */
const SIGNED_IN_MS = 12 * 3_600_000;
const LONGEST_NAME = 320;

export interface Attempt {
  readonly name: string;
  readonly password: string;
  /** The address it comes from. */
  readonly from: string;
}

export interface SignedIn {
  readonly person: PersonRow;
  /** For the cookie. */
  readonly secret: string;
  readonly expiresAt: Date;
}

export class TooManyAttempts extends Error {
  readonly code = 'too-many-attempts';
  readonly waitMs: number;

  constructor(waitMs: number) {
    super(`too many attempts failed: try again in ${Math.ceil(waitMs / 1000)} seconds`);
    this.waitMs = waitMs;
  }
}

/**
 * With a local account, by its id or e-mail address. The answer is the same for who is not known, is disabled or has
 * another password.
 * @throws Refused, TooManyAttempts
 */
export async function signInWithPassword(desk: Asking, backoff: Backoff, attempt: Attempt): Promise<SignedIn> {
  const { password, from } = attempt;
  const name = attempt.name.slice(0, LONGEST_NAME).trim();
  const at = desk.now();
  const person = (await findPerson(desk.db, name)) ?? (await findPersonByEmail(desk.db, name));
  const keys = [`name ${person?.id ?? name.toLowerCase()}`, `from ${from}`];
  const waitMs = Math.max(...keys.map((key) => backoff.waitMs(key, at)));
  if (waitMs > 0) throw new TooManyAttempts(waitMs);
  for (const key of keys) backoff.tried(key, at);
  const right = await isPassword(password, person?.passwordHash ?? null);
  if (!person || !right || person.disabledAt !== null) {
    // What is typed into the field of the name may be a password: who is not known is not named.
    const subject = person ? `person/${person.id}` : 'person/unknown';
    await appendAudit(desk.db, { at, actor: 'nobody', action: 'person.sign-in.refused', subject, details: { from } });
    throw new Refused('the name or the password is not right');
  }
  for (const key of keys) backoff.succeeded(key);
  return beginSignIn(desk, person, { by: 'password', from });
}

/** Signs in who has shown who they are. */
export async function beginSignIn(
  { db, now }: Asking,
  person: PersonRow,
  how: { readonly by: string; readonly from: string },
): Promise<SignedIn> {
  const at = now();
  const secret = newSecret();
  const expiresAt = new Date(at.getTime() + SIGNED_IN_MS);
  await deleteOldSignIns(db, at);
  await insertSignIn(db, { hash: hashOfSecret(secret), personId: person.id, createdAt: at, expiresAt });
  const subject = `person/${person.id}`;
  await appendAudit(db, { at, actor: person.id, action: 'person.sign-in', subject, details: how });
  return { person, secret, expiresAt };
}

export async function endSignIn({ db, now }: Asking, personId: string, secret: string): Promise<void> {
  const at = now();
  await endSignIns(db, { hash: hashOfSecret(secret) }, at);
  await appendAudit(db, { at, actor: personId, action: 'person.sign-out', subject: `person/${personId}`, details: {} });
}
