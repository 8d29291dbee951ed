import { createHash, randomBytes } from 'node:crypto';

/** Bits enough that guessing is no way, so that a fast hash is enough to keep them by. */
const SECRET_BYTES = 32;

/** What people can recognize in a log, and scanners for leaked secrets too. */
const TOKEN_PREFIX = 'opsb_';

/** The secret of a token: shown once, and kept as its hash only. */
export function newTokenSecret(): string {
  return TOKEN_PREFIX + newSecret();
}

export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** What is kept of a secret, and looked up by: the time that the look-up takes says nothing about the secret. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
