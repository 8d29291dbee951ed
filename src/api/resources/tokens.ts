import { createRoute, z } from '@hono/zod-openapi';
import { createToken, endToken, tokensFor } from '../../engine/identity/tokens.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, instant, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { role, tokenSchema, tokenView } from '../schemas/person.ts';

const list = createRoute({
  method: 'get',
  path: '/tokens',
  summary: 'Your own tokens; all of them for an admin',
  security: SIGNED_IN,
  responses: { 200: json(z.object({ tokens: z.array(tokenSchema) }), 'Without their secrets.'), ...PROBLEMS },
});

const create = createRoute({
  method: 'post',
  path: '/tokens',
  summary: 'Make a token of your own, or one for a machine (admin)',
  security: SIGNED_IN,
  request: {
    body: body(
      z.strictObject({
        name: z.string().min(1).max(64),
        machine: z.boolean().default(false),
        role,
        scopes: z.array(z.string().max(200)).max(50).default([]),
        expiresAt: instant.nullable().default(null),
      }),
    ),
  },
  responses: {
    201: json(z.object({ id: z.string(), secret: z.string() }), 'The secret is shown this once.'),
    ...PROBLEMS,
  },
});

const revoke = createRoute({
  method: 'delete',
  path: '/tokens/{id}',
  summary: 'Revoke a token: from the next request on it opens nothing',
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: { 200: json(z.object({ id: z.string() }), 'It is revoked.'), ...PROBLEMS },
});

/** Tokens: what programs come in with. */
export function tokensResource({ desk }: ApiPorts): Router {
  return createRouter()
    .openapi(list, async (context) => {
      const tokens = await tokensFor(desk, actorOf(context));
      return context.json({ tokens: tokens.map(tokenView) }, 200);
    })
    .openapi(create, async (context) => {
      const actor = actorOf(context);
      const { machine, expiresAt, ...wish } = context.req.valid('json');
      const made = await createToken(desk, actor, {
        ...wish,
        personId: machine ? null : actor.id,
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
      });
      return context.json(made, 201);
    })
    .openapi(revoke, async (context) => {
      const actor = actorOf(context);
      const { id } = context.req.valid('param');
      const known = await tokensFor(desk, actor);
      if (!known.some((token) => token.id === id)) throw new Problem(404, `there is no token ${id}`);
      await endToken(desk, actor, id);
      return context.json({ id }, 200);
    });
}
