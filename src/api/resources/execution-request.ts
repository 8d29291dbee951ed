import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { requestExecution, storePlan } from '../../engine/desk/request-execution.ts';
import type { Plan } from '../../model/plan.ts';
import { parsePlan } from '../../model/plan-schema.ts';
import { findPlan } from '../../store/plans.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { planWishSchema } from '../schemas/plan.ts';

const words = {
  reason: z.string().max(2000).optional(),
  override: z.string().min(1).max(2000).optional().openapi({
    description: 'Why it is to be done although the change calendar or a preflight stands against it; goes on record.',
  }),
};

const request = createRoute({
  method: 'post',
  path: '/executions',
  summary: 'Ask for the execution of a stored plan, or of a runbook as things stand now',
  security: SIGNED_IN,
  request: {
    body: body(
      z.union([z.strictObject({ planId: z.string().min(1).max(200), ...words }), planWishSchema.extend(words)]),
    ),
  },
  responses: {
    201: json(
      z.object({ id: z.string(), planId: z.string(), planHash: z.string() }),
      'It is asked for: a worker takes it up, and asks for the approvals that it needs.',
    ),
    ...PROBLEMS,
  },
});

/** Asks for executions. */
export function executionRequestResource({ desk, planner }: ApiPorts): Router {
  return createRouter().openapi(request, async (context) => {
    const actor = actorOf(context);
    requireRole(actor, 'operator', 'execute a runbook');
    const wish = context.req.valid('json');
    const plan = 'planId' in wish ? await storedPlan(wish.planId) : await planner.plan(wish);
    const planId = 'planId' in wish ? wish.planId : await storePlan(desk, actor, plan);
    const { environment, access } = planner.about(plan);
    const { reason = null, override } = wish;
    const id = await requestExecution(desk, actor, { plan, planId, environment, access, reason, override });
    return context.json({ id, planId, planHash: plan.hash }, 201, { location: `/api/executions/${id}` });
  });

  async function storedPlan(id: string): Promise<Plan> {
    const row = await findPlan(desk.db, id);
    if (!row) throw new Problem(404, `there is no plan ${id}`);
    return parsePlan(row.document);
  }
}
