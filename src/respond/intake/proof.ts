import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { NotAccepted, type Received } from './define.ts';
import { fieldOf } from './look.ts';

const MAX_SIGNATURES = 16;

/**
 * Whether both are the same, in a time that does not tell how much of it is. A secret that is empty, like that of a variable
 * which nobody set, is no secret: nothing is the same as it.
 */
export function isSecret(given: string | undefined, secret: string): boolean {
  if (given === undefined || secret === '') return false;
  return timingSafeEqual(sha256(given), sha256(secret));
}

/** The token of `Authorization: Bearer …`; undefined where there is none. */
export function bearerToken(request: Received): string | undefined {
  return /^Bearer +(\S{1,1000})$/i.exec(fieldOf(request.headers, 'authorization') ?? '')?.[1];
}

/** @throws NotAccepted 401 */
export function requireBearer(request: Received, secret: string): void {
  const token = bearerToken(request);
  if (token === undefined) throw new NotAccepted(401, 'the header is missing: Authorization: Bearer <token>');
  if (!isSecret(token, secret)) throw new NotAccepted(401, 'the token is not the one of this intake');
}

/** HMAC-SHA256 of these, one after the other. @throws NotAccepted 401 for an empty key, which anybody could sign with */
export function hmacSha256(key: Uint8Array | string, ...parts: readonly (Uint8Array | string)[]): Buffer {
  if (key.length === 0) throw new NotAccepted(401, 'the secret of this intake is empty: nothing can be signed with it');
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** While a secret is changed, its owner signs with the old and with the new one: one of them has to be right. */
export function isSigned(digest: Buffer, signatures: readonly Buffer[]): boolean {
  return signatures
    .slice(0, MAX_SIGNATURES)
    .some((one) => one.length === digest.length && timingSafeEqual(one, digest));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
