import { getCookie } from 'hono/cookie';
import type { MiddlewareHandler } from 'hono';
import { Problem } from '../problem.ts';
import { cookieName } from './cookie.ts';

const READS = new Set(['GET', 'HEAD']);
/** Where another site sends people to us on purpose. */
const COMES_BACK = '/api/sign-in/oidc/callback';

/**
 * Nothing that another page makes a browser send counts, though the browser adds the cookie, or sits at the trusted
 * machine. Browsers say where a request comes from; programs without a cookie need not.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 */
export function onlySameOrigin(publicUrl: URL | null): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    const site = context.req.header('sec-fetch-site');
    const origin = context.req.header('origin');
    if (READS.has(method)) {
      if (path !== COMES_BACK && (site === 'cross-site' || site === 'same-site')) throw foreign();
      return next();
    }
    const host = context.req.header('host') ?? new URL(context.req.url).host;
    const own = host.toLowerCase() === publicUrl?.host ? publicUrl.origin : `http://${host}`;
    if (site !== undefined && site !== 'same-origin') throw foreign();
    if (origin !== undefined && origin !== own) throw foreign();
    const hasCookie = getCookie(context, cookieName(publicUrl)) !== undefined;
    if (site === undefined && origin === undefined && hasCookie) throw foreign();
    // What a form can send without being asked is never JSON.
    const type = context.req.header('content-type');
    if (type !== undefined && !/^application\/json\s*(;|$)/i.test(type)) {
      throw new Problem(415, 'send JSON: Content-Type: application/json');
    }
    return next();
  };
}

function foreign(): Problem {
  return new Problem(403, 'this request comes from another site');
}
