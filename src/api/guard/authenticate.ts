import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Actor } from '../../engine/conduct/workplace.ts';
import { actorOfSignIn, actorOfToken } from '../../engine/identity/identify.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { Known } from '../router.ts';
import { cookieName } from './cookie.ts';

/** What calendars read, which cannot send a header. */
const FEED = /^\/api\/oncall\/schedules\/[^/]+\/ical$/;

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
  const inAddress = FEED.test(context.req.path) ? context.req.query('token') : undefined;
  if (inAddress !== undefined) return feedReader(ports, inAddress);
  const cookie = getCookie(context, cookieName(ports.publicUrl));
  const signedIn = cookie === undefined ? undefined : await actorOfSignIn(ports.desk, cookie);
  return signedIn ?? (isForwarded(context) ? undefined : ports.whoIsHere());
}

/** @throws Problem 401, 403 for a token that may do more than read: what is in an address is soon known to others */
async function feedReader({ desk }: ApiPorts, secret: string): Promise<Actor> {
  const actor = await actorOfToken(desk, secret.slice(0, 200), 'api');
  if (!actor) throw new Problem(401, 'this token is not known, is over or was revoked');
  if (actor.roles.every((role) => role === 'viewer')) return actor;
  throw new Problem(403, 'in an address only a token of the role viewer is taken: make one for this calendar alone');
}

/** Through a proxy others than who sits here may come. */
function isForwarded(context: Context): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'].some(
    (name) => context.req.header(name) !== undefined,
  );
}
