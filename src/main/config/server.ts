import { z } from 'zod';

const name = z.string().min(1);
/** Where a secret is, never the secret itself. */
const secretReference = z
  .string()
  .regex(
    /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/,
    'where the secret is: env:NAME or file:/path, not the secret itself',
  );
const role = z.enum(['viewer', 'operator', 'approver', 'admin']);

const oidc = z
  .strictObject({
    issuer: z
      .url({ error: 'the URL of the OpenID provider' })
      .refine(isSafe, 'an https URL: without HTTPS anybody on the way could say who somebody is'),
    clientId: name,
    clientSecret: secretReference,
    scopes: z.array(name).default(['profile', 'email']).describe('Beside openid.'),
    roles: z
      .strictObject({
        claim: name.describe('Of the ID token: groups, or the way to it, as realm_access.roles.'),
        values: z.record(name, z.array(role)).describe('Which roles each value of it gives.'),
      })
      .optional()
      .describe('Without it, people and their roles are registered here: opsbook people add.'),
  })
  .describe('People sign in with an OpenID provider. Its redirect URI is <publicUrl>/api/sign-in/oidc/callback.');

/** What `opsbook up` serves, to whom, and how they show who they are. */
export const server = z.strictObject({
  host: name.default('127.0.0.1').describe('The address to listen on.'),
  port: z.int().min(0).max(65_535).default(4600),
  publicUrl: z
    .url({ protocol: /^https$/, error: 'the https URL that a proxy in front gives to this server' })
    .refine((url) => new URL(url).pathname === '/', 'a URL without a path')
    .optional()
    .describe('How others reach it: HTTPS ends at a proxy, which leaves the Host header as it is.'),
  oidc: oidc.optional(),
});

export type ServerConfig = z.infer<typeof server>;
export type OidcConfig = z.infer<typeof oidc>;

/** HTTPS, or this machine. */
function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
