import { randomBytes } from 'node:crypto';
import { UsageError } from '../../model/errors.ts';

/**
 * Argon2id with the least that OWASP asks for: 19 MiB, two passes, one lane.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver: length is what counts; what is longer than this is no password. */
const SHORTEST = 12;
const LONGEST = 256;

/** @throws UsageError for one that is too short or too long */
export async function hashPassword(password: string): Promise<string> {
  const { length } = password;
  if (length < SHORTEST) throw new UsageError(`a password has ${SHORTEST} characters at least, this one has ${length}`);
  if (length > LONGEST) throw new UsageError(`a password has ${LONGEST} characters at most, this one has ${length}`);
  const { hash } = await import('@node-rs/argon2');
  return hash(password.normalize('NFC'), COST);
}

/** Takes as long where there is nobody, or no password, as where there is one: who asks does not learn who is known. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  const { verify } = await import('@node-rs/argon2');
  const right = await verify(hashed ?? (await hashOfNobody()), password.slice(0, LONGEST * 2).normalize('NFC'));
  return right && hashed !== null;
}

let nobody: Promise<string> | undefined;

function hashOfNobody(): Promise<string> {
  nobody ??= hashPassword(randomBytes(32).toString('base64url'));
  return nobody;
}
