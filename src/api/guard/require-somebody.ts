import type { MiddlewareHandler } from 'hono';
import { actorOf, type Known } from '../router.ts';

/** What is asked in order to sign in, or tells nothing but how to ask. */
const OPEN = new Set([
  '/api/sign-in',
  '/api/sign-in/oidc',
  '/api/sign-in/oidc/callback',
  '/api/sign-out',
  '/api/openapi.json',
]);

/** Whoever is not known is told so before anything of what they sent is looked at. */
export const requireSomebody: MiddlewareHandler<Known> = async (context, next) => {
  if (!OPEN.has(context.req.path)) actorOf(context);
  await next();
};
