import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { span } from '../../model/span.ts';
import type { Known } from '../router.ts';

/** A span for every request, below that of whoever sent it. Addresses are told as routes: what is in them is told nowhere. */
export const traced: MiddlewareHandler<Known> = async (context, next) => {
  const { method } = context.req;
  const traceparent = context.req.header('traceparent');
  const attributes = { 'http.request.method': method };
  await span({ name: method, kind: 'server', attributes, traceparent }, async (own) => {
    await next();
    const { status } = context.res;
    // What stands in front of many addresses is no route, and where nothing else is there, nothing answered.
    const route = matchedRoutes(context).findLast(({ path }) => !path.includes('*'))?.path;
    if (route !== undefined) own.rename(`${method} ${route}`);
    own.set({ 'http.response.status_code': status, 'http.route': route });
    if (status >= 500) own.fail(String(status));
  });
};
