import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { EXECUTION_STATUSES } from '../../model/execution.ts';
import { parsePlan } from '../../model/plan-schema.ts';
import { listAudit } from '../../store/audit.ts';
import { type ExecutionRow, listExecutions } from '../../store/executions.ts';
import { findPlan } from '../../store/plans.ts';
import { listSteps } from '../../store/steps.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { auditSchema, auditView, executionSchema, executionView, stepSchema, stepView } from '../schemas/execution.ts';
import { planSchema, planView } from '../schemas/plan.ts';
import { getExecution } from './execution-of.ts';

const list = createRoute({
  method: 'get',
  path: '/executions',
  summary: 'The newest first, by pages',
  security: SIGNED_IN,
  request: {
    query: z.object({
      status: z.enum(EXECUTION_STATUSES).optional(),
      runbook: z.string().max(200).optional(),
      environment: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(200).optional().openapi({ description: '`next` of the page before.' }),
    }),
  },
  responses: {
    200: json(z.object({ executions: z.array(executionSchema), next: z.string().nullable() }), 'A page.'),
    ...PROBLEMS,
  },
});

const show = createRoute({
  method: 'get',
  path: '/executions/{id}',
  summary: 'One: its plan, what was done of it step by step, and who said what',
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: {
    200: json(
      z.object({
        execution: executionSchema,
        plan: planSchema,
        steps: z.array(stepSchema),
        audit: z.array(auditSchema),
      }),
      'All of it.',
    ),
    ...PROBLEMS,
  },
});

/** What runbooks did, do, and wait for. */
export function executionsResource({ desk }: ApiPorts): Router {
  return createRouter()
    .openapi(list, async (context) => {
      requireRole(actorOf(context), 'viewer', 'look at executions');
      const { status, runbook, environment, limit, cursor } = context.req.valid('query');
      const page = await listExecutions(desk.db, {
        limit: limit + 1,
        ...(status && { statuses: [status] }),
        ...(runbook !== undefined && { runbook }),
        ...(environment !== undefined && { environment }),
        ...(cursor !== undefined && { before: placeOf(cursor) }),
      });
      const executions = page.slice(0, limit);
      const last = page.length > limit ? executions.at(-1) : undefined;
      return context.json({ executions: executions.map(executionView), next: last ? cursorOf(last) : null }, 200);
    })
    .openapi(show, async (context) => {
      requireRole(actorOf(context), 'viewer', 'look at executions');
      const execution = await getExecution(desk.db, context.req.valid('param').id);
      const [stored, steps, audit] = await Promise.all([
        findPlan(desk.db, execution.planId),
        listSteps(desk.db, execution.id),
        listAudit(desk.db, { subject: `execution/${execution.id}`, limit: 200 }),
      ]);
      const answer = {
        execution: executionView(execution),
        plan: planView(parsePlan(stored?.document)),
        steps: steps.map(stepView),
        audit: audit.toReversed().map(auditView),
      };
      return context.json(answer, 200);
    });
}

function cursorOf({ createdAt, id }: ExecutionRow): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');
}

function placeOf(cursor: string): { createdAt: Date; id: string } {
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const createdAt = new Date(instant);
  if (Number.isNaN(createdAt.getTime()) || id === '')
    throw new Problem(400, 'cursor: expected `next` of a page before');
  return { createdAt, id };
}
