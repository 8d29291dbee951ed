import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { numbered, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';

const show = createRoute({
  method: 'get',
  path: '/incidents/{number}/post-mortem',
  summary: 'A draft of its post-mortem: what happened when, as it was recorded',
  security: SIGNED_IN,
  request: { params: numbered },
  responses: {
    200: { description: 'Markdown.', content: { 'text/markdown': { schema: z.string() } } },
    ...PROBLEMS,
  },
});

/** What is learned from. It is a text to save and to finish, not a page: others wrote parts of it. */
export function postMortemResource(ports: ApiPorts): Router {
  return createRouter().openapi(show, async (context) => {
    requireRole(actorOf(context), 'viewer', 'look at incidents');
    const { number } = context.req.valid('param');
    const headers = {
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': `attachment; filename="incident-${number}.md"`,
    };
    return context.body(await ports.postMortem(number), 200, headers);
  });
}
