import { createRoute, z } from '@hono/zod-openapi';
import { createBackoff } from '../../engine/identity/backoff.ts';
import { actorOfPerson, actorOfSignIn } from '../../engine/identity/identify.ts';
import { endSignIn, signInWithPassword, TooManyAttempts } from '../../engine/identity/sign-in.ts';
import { NotAllowed, Refused } from '../../model/errors.ts';
import { addressOf } from '../guard/address.ts';
import { clearSignIn, setSignIn } from '../guard/cookie.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { createRouter, type Router } from '../router.ts';
import { body, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { meSchema, password } from '../schemas/person.ts';
import { view } from './me.ts';

/** Passwords being looked at at once: each takes 19 MiB and a core. */
const MOST_AT_ONCE = 8;

const ways = createRoute({
  method: 'get',
  path: '/sign-in',
  summary: 'In which ways one can sign in',
  responses: {
    200: json(
      z.object({ password: z.literal(true), oidc: z.boolean() }),
      'With a local account, and by OpenID Connect.',
    ),
    ...PROBLEMS,
  },
});

const signIn = createRoute({
  method: 'post',
  path: '/sign-in',
  summary: 'Sign in with a local account; the answer sets a cookie',
  request: { body: body(z.strictObject({ name: z.string().min(1).max(320), password })) },
  responses: { 200: json(meSchema, 'You are signed in.'), ...PROBLEMS },
});

const signOut = createRoute({
  method: 'post',
  path: '/sign-out',
  summary: 'Sign out: the cookie opens nothing any more',
  security: SIGNED_IN,
  responses: { 200: json(z.object({ signedOut: z.literal(true) }), 'Done.'), ...PROBLEMS },
});

/** Signing in with a local account, and signing out. */
export function signInResource({ desk, oidc, publicUrl }: ApiPorts): Router {
  const backoff = createBackoff();
  let underWay = 0;
  return createRouter()
    .openapi(ways, (context) => context.json({ password: true, oidc: oidc !== null } as const, 200))
    .openapi(signIn, async (context) => {
      if (underWay >= MOST_AT_ONCE) throw new TooManyAttempts(1000);
      underWay += 1;
      try {
        const { name, password: secret } = context.req.valid('json');
        const attempt = { name, password: secret, from: addressOf(context, publicUrl) };
        const signedIn = await signInWithPassword(desk, backoff, attempt);
        setSignIn(context, publicUrl, signedIn);
        return context.json(view(actorOfPerson(signedIn.person, 'api')), 200);
      } catch (error) {
        if (error instanceof Refused && !(error instanceof NotAllowed)) throw new Problem(401, error.message);
        throw error;
      } finally {
        underWay -= 1;
      }
    })
    .openapi(signOut, async (context) => {
      const cookie = context.get('cookie');
      const actor = cookie === undefined ? undefined : await actorOfSignIn(desk, cookie);
      if (cookie !== undefined && actor) await endSignIn(desk, actor.id, cookie);
      clearSignIn(context, publicUrl);
      return context.json({ signedOut: true } as const, 200);
    });
}
