import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { incidentAction, incidentOpening } from '../../model/incident/action.ts';
import { incidentList, incidentPage, incidentView } from '../../model/incident/view.ts';
import { openByHand, perform } from '../../respond/incidents/perform.ts';
import { listOf, pageOf, viewOf } from '../../respond/incidents/view.ts';
import { findNewestByKey, type IncidentRow } from '../../store/incidents.ts';
import { requireOperator } from '../guard/incident-scope.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { byApi, getIncident } from './incident-of.ts';
import { body, flag, json, numbered, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';

const list = createRoute({
  method: 'get',
  path: '/incidents',
  summary: 'The newest first, by pages',
  security: SIGNED_IN,
  request: {
    query: z.object({
      open: flag.optional().openapi({ description: 'Only those that are open, or only those that are not.' }),
      before: z.coerce.number().int().positive().optional().openapi({ description: '`next` of the page before.' }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: json(incidentList, 'A page.'), ...PROBLEMS },
});

const open = createRoute({
  method: 'post',
  path: '/incidents',
  summary: 'Open one; with a key that is open already, it adds to that',
  security: SIGNED_IN,
  request: { body: body(incidentOpening) },
  responses: {
    201: json(
      z.object({ number: z.int(), how: z.enum(['opened', 'again', 'reopened']), incident: incidentView }),
      'Who is on call is paged, as its severity says.',
    ),
    ...PROBLEMS,
  },
});

const show = createRoute({
  method: 'get',
  path: '/incidents/{number}',
  summary: 'One: what happened, who was told, what is done about it, and what may help',
  security: SIGNED_IN,
  request: { params: numbered },
  responses: { 200: json(incidentPage, 'All of it.'), ...PROBLEMS },
});

const act = createRoute({
  method: 'post',
  path: '/incidents/{number}/actions',
  summary: 'Acknowledge, escalate, note, move, silence, resolve, hand over',
  security: SIGNED_IN,
  request: { params: numbered, body: body(incidentAction) },
  responses: { 200: json(incidentView, 'As it stands now.'), ...PROBLEMS },
});

/** Incidents, and what people do to them. */
export function incidentsResource({ desk, responder }: ApiPorts): Router {
  return createRouter()
    .openapi(list, async (context) => {
      requireRole(actorOf(context), 'viewer', 'look at incidents');
      return context.json(await listOf(responder, context.req.valid('query')), 200);
    })
    .openapi(open, async (context) => {
      const actor = actorOf(context);
      const opening = context.req.valid('json');
      requireOperator(actor, opening.labels, 'open an incident');
      const before = opening.key === undefined ? undefined : await findNewestByKey(desk.db, opening.key);
      if (before) requireOperator(actor, before.labels, `add to incident ${before.number}`);
      const { number, how } = await openByHand(responder, opening, { by: byApi(actor) });
      const incident = view(await getIncident(desk.db, number));
      return context.json({ number, how, incident }, 201, { location: `/api/incidents/${number}` });
    })
    .openapi(show, async (context) => {
      requireRole(actorOf(context), 'viewer', 'look at incidents');
      return context.json(await pageOf(responder, context.req.valid('param').number), 200);
    })
    .openapi(act, async (context) => {
      const actor = actorOf(context);
      const { number } = context.req.valid('param');
      const action = context.req.valid('json');
      // Before it is said whether there is one.
      requireRole(actor, 'operator', `${action.action} an incident`);
      requireOperator(actor, (await getIncident(desk.db, number)).labels, `${action.action} incident ${number}`);
      return context.json(view(await perform(responder, number, action, { by: byApi(actor) })), 200);
    });

  function view(row: IncidentRow): z.infer<typeof incidentView> {
    return viewOf(row, { now: responder.now(), settings: responder.settings });
  }
}
