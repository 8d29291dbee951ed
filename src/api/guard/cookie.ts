import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { SignedIn } from '../../engine/identity/sign-in.ts';

/**
 * With the prefix, browsers take it over HTTPS only and from no neighbouring name; on loopback there is no HTTPS.
 * https://developer.mozilla.org/docs/Web/HTTP/Guides/Cookies#cookie_prefixes
 */
export function cookieName(publicUrl: URL | null): string {
  return publicUrl ? '__Host-opsbook' : 'opsbook';
}

/** Lax, since who comes back from the identity provider comes from another site. */
export function setSignIn(context: Context, publicUrl: URL | null, { secret, expiresAt }: SignedIn): void {
  setCookie(context, cookieName(publicUrl), secret, { ...attributes(publicUrl), expires: expiresAt });
}

export function clearSignIn(context: Context, publicUrl: URL | null): void {
  deleteCookie(context, cookieName(publicUrl), attributes(publicUrl));
}

function attributes(publicUrl: URL | null) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: publicUrl !== null } as const;
}
