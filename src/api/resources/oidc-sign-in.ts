import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createBackoff } from '../../engine/identity/backoff.ts';
import { type OidcIdentity, personOfIdentity } from '../../engine/identity/oidc-person.ts';
import { beginSignIn, TooManyAttempts } from '../../engine/identity/sign-in.ts';
import { appendAudit } from '../../store/audit.ts';
import { addressOf } from '../guard/address.ts';
import { setSignIn } from '../guard/cookie.ts';
import { type OidcBeginning, type OidcProvider, OidcRefused } from '../oidc/provider.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { createRouter, type Router } from '../router.ts';
import { PROBLEMS } from '../schemas/answers.ts';

/** As long as somebody may take to sign in elsewhere. */
const WITHIN_SECONDS = 600;
const PATH = '/api/sign-in/oidc';
/** Each asks the provider. */
const FREE_ATTEMPTS = 30;

const begin = createRoute({
  method: 'get',
  path: '/sign-in/oidc',
  summary: 'Go to the identity provider',
  responses: { 302: { description: 'There.' }, ...PROBLEMS },
});

const callback = createRoute({
  method: 'get',
  path: '/sign-in/oidc/callback',
  summary: 'Come back from the identity provider; the answer sets a cookie',
  request: {
    query: z.looseObject({ code: z.string().optional(), state: z.string().optional(), error: z.string().optional() }),
  },
  responses: { 302: { description: 'Signed in.' }, ...PROBLEMS },
});

/** Signing in by OpenID Connect. What has to come back is kept by the browser that went, and by no other. */
export function oidcSignInResource(ports: ApiPorts): Router {
  const { desk, oidc, publicUrl, report } = ports;
  const backoff = createBackoff(FREE_ATTEMPTS);
  return createRouter()
    .openapi(begin, async (context) => {
      const from = limited(context);
      const { url, beginning } = await wentThere(ownUrl(context).href);
      backoff.tried(from, desk.now());
      const value = [beginning.state, beginning.nonce, beginning.verifier].join('.');
      setCookie(context, cookieName(), value, { ...attributes(), maxAge: WITHIN_SECONDS });
      return context.redirect(url.href, 302);
    })
    .openapi(callback, async (context) => {
      const from = limited(context);
      const beginning = beginningOf(getCookie(context, cookieName()));
      deleteCookie(context, cookieName(), attributes());
      const here = ownUrl(context);
      here.search = new URL(context.req.url).search;
      const identity = await cameBack(here, beginning, from);
      const person = await personOfIdentity(desk, identity);
      backoff.succeeded(from);
      setSignIn(context, publicUrl, await beginSignIn(desk, person, { by: identity.issuer, from }));
      return context.redirect('/', 302);
    });

  function provider(): OidcProvider {
    if (oidc) return oidc;
    throw new Problem(404, 'no identity provider is configured: server.oidc of the configuration');
  }

  function limited(context: Context): string {
    const from = addressOf(context, publicUrl);
    const waitMs = backoff.waitMs(from, desk.now());
    if (waitMs > 0) throw new TooManyAttempts(waitMs);
    return from;
  }

  async function wentThere(redirectUri: string): ReturnType<OidcProvider['begin']> {
    try {
      return await provider().begin(redirectUri);
    } catch (error) {
      if (!(error instanceof OidcRefused)) throw error;
      report('sign-in', error);
      throw new Problem(503, 'the identity provider does not answer at the moment: try again');
    }
  }

  async function cameBack(here: URL, beginning: OidcBeginning, from: string): Promise<OidcIdentity> {
    try {
      return await provider().finish(here, beginning);
    } catch (error) {
      if (!(error instanceof OidcRefused)) throw error;
      report('sign-in', error);
      const details = { from, by: 'oidc' };
      const who = { actor: 'nobody', action: 'person.sign-in.refused', subject: 'person/unknown' };
      await appendAudit(desk.db, { at: desk.now(), ...who, details });
      throw new Problem(401, 'the identity provider did not say who you are: sign in again');
    }
  }

  /** The address that the provider sends people back to: by the name that they know this server by. */
  function ownUrl(context: Context): URL {
    const host = context.req.header('host') ?? new URL(context.req.url).host;
    const base = publicUrl && host.toLowerCase() === publicUrl.host ? publicUrl.origin : `http://${host}`;
    return new URL(`${PATH}/callback`, base);
  }

  function cookieName(): string {
    return publicUrl ? '__Secure-opsbook-oidc' : 'opsbook-oidc';
  }

  function attributes() {
    return { path: PATH, httpOnly: true, sameSite: 'Lax', secure: publicUrl !== null } as const;
  }
}

function beginningOf(cookie: string | undefined): OidcBeginning {
  const [state, nonce, verifier, ...rest] = cookie?.split('.') ?? [];
  if (state && nonce && verifier && rest.length === 0) return { state, nonce, verifier };
  throw new Problem(401, 'this browser did not begin to sign in here, or took too long: sign in again');
}
