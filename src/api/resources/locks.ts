import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { listLocks } from '../../store/locks.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { instant, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { text } from '../schemas/execution.ts';

const lockSchema = z
  .object({ resource: z.string(), executionId: z.string(), holder: z.string(), acquiredAt: instant })
  .openapi('Lock');

const list = createRoute({
  method: 'get',
  path: '/locks',
  summary: 'What is being changed now, and by whom',
  security: SIGNED_IN,
  responses: { 200: json(z.object({ locks: z.array(lockSchema) }), 'All that are held.'), ...PROBLEMS },
});

export function locksResource({ desk }: ApiPorts): Router {
  return createRouter().openapi(list, async (context) => {
    requireRole(actorOf(context), 'viewer', 'look at locks');
    const rows = await listLocks(desk.db);
    const locks = rows.map(({ releasedAt: _at, ...lock }) => ({ ...lock, acquiredAt: text(lock.acquiredAt) }));
    return context.json({ locks }, 200);
  });
}
