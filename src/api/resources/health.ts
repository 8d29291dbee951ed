import { createRoute, z } from '@hono/zod-openapi';
import { hasPeople } from '../../store/people.ts';
import type { ApiPorts } from '../ports.ts';
import { createRouter, type Router } from '../router.ts';
import { json, PROBLEMS } from '../schemas/answers.ts';

const health = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Whether the server and its database answer, for load balancers',
  responses: { 200: json(z.object({ status: z.literal('ok') }), 'They do.'), ...PROBLEMS },
});

export function healthResource({ desk }: ApiPorts): Router {
  return createRouter().openapi(health, async (context) => {
    await hasPeople(desk.db);
    return context.json({ status: 'ok' } as const, 200);
  });
}
