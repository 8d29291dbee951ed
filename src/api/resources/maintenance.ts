import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import {
  addMaintenance,
  endMaintenance,
  getMaintenance,
  listMaintenance,
} from '../../respond/incidents/maintenance.ts';
import type { MaintenanceRow } from '../../store/maintenance.ts';
import { requireOperator } from '../guard/incident-scope.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, givenInstant, instant, json, numbered, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { text } from '../schemas/execution.ts';
import { byApi } from './incident-of.ts';

const windowSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    match: z.record(z.string(), z.string()),
    start: instant,
    end: instant,
    actor: z.string(),
    createdAt: instant,
  })
  .openapi('MaintenanceWindow');

const list = createRoute({
  method: 'get',
  path: '/maintenance',
  summary: 'Maintenance that holds or is ahead, of that which was added; the configuration may have more',
  security: SIGNED_IN,
  responses: { 200: json(z.object({ windows: z.array(windowSchema) }), 'The earliest first.'), ...PROBLEMS },
});

const add = createRoute({
  method: 'post',
  path: '/maintenance',
  summary: 'Add one: what is opened in it pages nobody before its end',
  security: SIGNED_IN,
  request: {
    body: body(
      z.strictObject({
        name: z.string().trim().min(1).max(200),
        match: z
          .record(z.string().min(1).max(100), z.string().max(500))
          .default({})
          .openapi({ description: 'Labels that an incident has; all incidents where nothing is said.' }),
        start: givenInstant,
        end: givenInstant,
      }),
    ),
  },
  responses: { 201: json(windowSchema, 'It holds from its start on.'), ...PROBLEMS },
});

const end = createRoute({
  method: 'delete',
  path: '/maintenance/{number}',
  summary: 'End one before its time: what it alone holds is paged at once',
  security: SIGNED_IN,
  request: { params: numbered },
  responses: { 200: json(z.object({ id: z.int(), released: z.array(z.int()) }), 'It is over.'), ...PROBLEMS },
});

/** Times in which nobody is paged. */
export function maintenanceResource({ responder }: ApiPorts): Router {
  return createRouter()
    .openapi(list, async (context) => {
      requireRole(actorOf(context), 'viewer', 'look at maintenance');
      return context.json({ windows: (await listMaintenance(responder)).map(view) }, 200);
    })
    .openapi(add, async (context) => {
      const actor = actorOf(context);
      const { name, match, ...when } = context.req.valid('json');
      requireOperator(actor, match, 'add maintenance');
      const given = { name, match, start: new Date(when.start), end: new Date(when.end) };
      return context.json(view(await addMaintenance(responder, given, byApi(actor))), 201);
    })
    .openapi(end, async (context) => {
      const actor = actorOf(context);
      const { number: id } = context.req.valid('param');
      requireRole(actor, 'operator', 'end maintenance');
      requireOperator(actor, (await getMaintenance(responder, id)).match, `end maintenance ${id}`);
      const { released } = await endMaintenance(responder, id, byApi(actor));
      return context.json({ id, released: [...released] }, 200);
    });
}

function view({ id, name, match, startAt, endAt, actor, createdAt }: MaintenanceRow): z.infer<typeof windowSchema> {
  return { id, name, match: { ...match }, start: text(startAt), end: text(endAt), actor, createdAt: text(createdAt) };
}
