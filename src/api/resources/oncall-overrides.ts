import { createRoute, z } from '@hono/zod-openapi';
import { cancelOverride, overrideOncall } from '../../engine/desk/override-oncall.ts';
import { requireRole } from '../../engine/desk/require-role.ts';
import { listOncallOverrides, type OncallOverrideRow } from '../../store/oncall-overrides.ts';
import { requireOperator } from '../guard/incident-scope.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, givenInstant, json, numbered, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { overrideSchema, overrideView } from '../schemas/oncall.ts';
import { getSchedule, scheduleParams } from './schedule-of.ts';

const MOST = 200;
const name = z.string().min(1).max(200);

const list = createRoute({
  method: 'get',
  path: '/oncall/schedules/{id}/overrides',
  summary: 'Overrides that are not over or cancelled, of those that were made here; the configuration may have more',
  security: SIGNED_IN,
  request: { params: scheduleParams },
  responses: {
    200: json(z.object({ overrides: z.array(overrideSchema) }), 'In the order in which they act.'),
    ...PROBLEMS,
  },
});

const add = createRoute({
  method: 'post',
  path: '/oncall/schedules/{id}/overrides',
  summary: 'Have it otherwise for a while',
  security: SIGNED_IN,
  request: {
    params: scheduleParams,
    body: body(
      z.strictObject({
        type: z.enum(['add', 'remove', 'replace']),
        person: name.optional().openapi({ description: 'Who is on call then; of add and replace.' }),
        remove: name.optional().openapi({ description: 'Who is not; of remove and replace.' }),
        rotation: name.optional().openapi({ description: 'Only there.' }),
        start: givenInstant,
        end: givenInstant,
        reason: z.string().trim().min(1).max(2000).optional(),
      }),
    ),
  },
  responses: { 201: json(overrideSchema, 'It is in force from its start on.'), ...PROBLEMS },
});

const cancel = createRoute({
  method: 'delete',
  path: '/oncall/schedules/{id}/overrides/{number}',
  summary: 'End one, or let it never begin',
  security: SIGNED_IN,
  request: { params: scheduleParams.extend(numbered.shape) },
  responses: { 200: json(overrideSchema, 'It is cancelled.'), ...PROBLEMS },
});

/** Who stands in for whom. */
export function oncallOverridesResource({ desk, oncall }: ApiPorts): Router {
  return createRouter()
    .openapi(list, async (context) => {
      requireRole(actorOf(context), 'viewer', 'see who is on call');
      const { id } = getSchedule(oncall, context.req.valid('param').id);
      return context.json({ overrides: (await inForce(id)).map(overrideView) }, 200);
    })
    .openapi(add, async (context) => {
      const actor = actorOf(context);
      requireOperator(actor, {}, 'override who is on call');
      const schedule = getSchedule(oncall, context.req.valid('param').id);
      const { type, person, remove, rotation, start, end, reason } = context.req.valid('json');
      const overriding = { type, person, remove, rotation, start: new Date(start), end: new Date(end), reason };
      const people = Object.keys(oncall.people);
      return context.json(overrideView(await overrideOncall(desk, actor, { schedule, people, overriding })), 201);
    })
    .openapi(cancel, async (context) => {
      const actor = actorOf(context);
      requireOperator(actor, {}, 'cancel an override');
      const { id, number } = context.req.valid('param');
      const schedule = getSchedule(oncall, id);
      const known = await inForce(schedule.id);
      if (!known.some((one) => one.id === number)) throw new Problem(404, `${schedule.id} has no override ${number}`);
      return context.json(overrideView(await cancelOverride(desk, actor, number)), 200);
    });

  function inForce(schedule: string): Promise<OncallOverrideRow[]> {
    return listOncallOverrides(desk.db, { schedule, endsAfter: desk.now(), limit: MOST });
  }
}
