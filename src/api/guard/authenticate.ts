import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Actor } from '../../engine/conduct/workplace.ts';
import { actorOfSignIn, actorOfToken } from '../../engine/identity/identify.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { Known } from '../router.ts';
import { cookieName } from './cookie.ts';

/** Finds out who asks: by token, by cookie, or, as long as nobody is registered, by sitting at this machine. */
export function authenticate(ports: ApiPorts): MiddlewareHandler<Known> {
  return async (context, next) => {
    const cookie = getCookie(context, cookieName(ports.publicUrl));
    if (cookie !== undefined) context.set('cookie', cookie);
    const actor = await whoAsks(ports, context);
    if (actor) context.set('actor', actor);
    await next();
  };
}

/**
 * As of now: asked again of a stream that goes on.
 * @throws Problem 401 for credentials that are not good, also where none were needed
 */
export async function whoAsks(ports: ApiPorts, context: Context<Known>): Promise<Actor | undefined> {
  const authorization = context.req.header('authorization');
  if (authorization !== undefined) {
    const [, secret] = /^Bearer +(\S{1,200})$/i.exec(authorization) ?? [];
    const actor = secret === undefined ? undefined : await actorOfToken(ports.desk, secret, 'api');
    if (actor) return actor;
    throw new Problem(401, 'this token is not known, is over or was revoked', { 'www-authenticate': 'Bearer' });
  }
  const cookie = getCookie(context, cookieName(ports.publicUrl));
  const signedIn = cookie === undefined ? undefined : await actorOfSignIn(ports.desk, cookie);
  return signedIn ?? (isForwarded(context) ? undefined : ports.whoIsHere());
}

/** Through a proxy others than who sits here may come. */
function isForwarded(context: Context): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'].some(
    (name) => context.req.header(name) !== undefined,
  );
}
