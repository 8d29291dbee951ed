import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { listAudit, verifyAudit } from '../../store/audit.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { auditSchema, auditView } from '../schemas/execution.ts';

const list = createRoute({
  method: 'get',
  path: '/audit',
  summary: 'Who did what, the newest first, by pages',
  security: SIGNED_IN,
  request: {
    query: z.object({
      subject: z.string().max(200).optional().openapi({ example: 'execution/3f0c…' }),
      actor: z.string().max(200).optional(),
      before: z.coerce.number().int().positive().optional().openapi({ description: '`seq` of the last one seen.' }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: json(z.object({ entries: z.array(auditSchema) }), 'A page.'), ...PROBLEMS },
});

const verify = createRoute({
  method: 'get',
  path: '/audit/verify',
  summary: 'Whether the log is what was written: nothing edited, nothing deleted',
  security: SIGNED_IN,
  responses: {
    200: json(
      z.discriminatedUnion('state', [
        z.object({ state: z.literal('whole'), entries: z.int(), hash: z.string() }),
        z.object({ state: z.literal('broken'), seq: z.int(), why: z.enum(['edited', 'deleted', 'inserted']) }),
      ]),
      'The hash of the last entry, kept elsewhere, also shows a log that was forged as a whole.',
    ),
    ...PROBLEMS,
  },
});

/** The log of who did what. */
export function auditResource({ desk }: ApiPorts): Router {
  return createRouter()
    .openapi(list, async (context) => {
      requireRole(actorOf(context), 'viewer', 'read the audit log');
      const { subject, actor, before, limit } = context.req.valid('query');
      const entries = await listAudit(desk.db, {
        limit,
        ...(subject !== undefined && { subject }),
        ...(actor !== undefined && { actor }),
        ...(before !== undefined && { before }),
      });
      return context.json({ entries: entries.map(auditView) }, 200);
    })
    .openapi(verify, async (context) => {
      // It reads the whole log.
      requireRole(actorOf(context), 'operator', 'verify the audit log');
      return context.json(await verifyAudit(desk.db), 200);
    });
}
