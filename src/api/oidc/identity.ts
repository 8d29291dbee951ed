import { z } from '@hono/zod-openapi';
import type { OidcIdentity } from '../../engine/identity/oidc-person.ts';
import type { Role } from '../../model/execution.ts';
import type { OidcSettings } from './provider.ts';

/** https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims */
const claimsSchema = z.looseObject({
  iss: z.string().min(1).max(1000),
  sub: z.string().min(1).max(255),
  name: z.string().max(200).optional(),
  preferred_username: z.string().max(64).optional(),
  email: z.string().max(320).optional(),
  email_verified: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
});

/** What the claims of an ID token say. @throws ZodError */
export function identityOf(claims: unknown, roles: OidcSettings['roles']): OidcIdentity {
  const parsed = claimsSchema.parse(claims);
  const verified = parsed.email_verified === true || parsed.email_verified === 'true';
  return {
    issuer: parsed.iss,
    subject: parsed.sub,
    name: parsed.name ?? null,
    username: parsed.preferred_username ?? null,
    email: verified ? (parsed.email ?? null) : null,
    roles: roles && rolesOf(valueAt(parsed, roles.claim), roles.values),
  };
}

function rolesOf(value: unknown, values: Readonly<Record<string, readonly Role[]>>): Role[] {
  const words: unknown[] = Array.isArray(value) ? value : [value];
  const own = new Map(Object.entries(values));
  return [...new Set(words.flatMap((word) => (typeof word === 'string' ? (own.get(word) ?? []) : [])))];
}

/** By its name, which may hold dots (`https://example.org/groups`), or by the way to it: `realm_access.roles`. */
function valueAt(claims: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path
    .split('.')
    .reduce<unknown>(
      (here, step) =>
        typeof here === 'object' && here !== null && Object.hasOwn(here, step) ? Reflect.get(here, step) : undefined,
      claims,
    );
}
