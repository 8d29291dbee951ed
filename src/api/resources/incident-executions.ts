import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { requireScope } from '../../engine/desk/require-scope.ts';
import { incidentView } from '../../model/incident/view.ts';
import { attachExecution } from '../../respond/incidents/executions.ts';
import { viewOf } from '../../respond/incidents/view.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, json, numbered, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { getExecution } from './execution-of.ts';
import { byApi, getIncident } from './incident-of.ts';

const attach = createRoute({
  method: 'post',
  path: '/incidents/{number}/executions',
  summary: 'Say that an execution is for this incident: how it goes stands on the timeline from then on',
  security: SIGNED_IN,
  request: { params: numbered, body: body(z.strictObject({ execution: z.string().min(1).max(100) })) },
  responses: { 200: json(incidentView, 'It is being fixed.'), ...PROBLEMS },
});

/** What is carried out for an incident. */
export function incidentExecutionsResource({ desk, responder }: ApiPorts): Router {
  return createRouter().openapi(attach, async (context) => {
    const actor = actorOf(context);
    requireRole(actor, 'operator', 'attach an execution to an incident');
    const incident = await getIncident(desk.db, context.req.valid('param').number);
    const execution = await getExecution(desk.db, context.req.valid('json').execution);
    const { id: executionId, runbook } = execution;
    const { number, labels } = incident;
    const what = `attach ${executionId} to incident ${number}`;
    // A token that is for this runbook may say what it is carried out for; of environments, it has to be for both.
    requireScope(actor, { runbook, environment: labels['environment'] ?? null }, what);
    requireScope(actor, execution, what);
    const row = await attachExecution(responder, number, { executionId, runbook, by: byApi(actor) });
    return context.json(viewOf(row, { now: responder.now(), settings: responder.settings }), 200);
  });
}
