import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { storePlan } from '../../engine/desk/request-execution.ts';
import { requireScope } from '../../engine/desk/require-scope.ts';
import { findPlan, listPlans } from '../../store/plans.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { text } from '../schemas/execution.ts';
import { planSchema, planView, planWishSchema, storedPlanSchema } from '../schemas/plan.ts';

const make = createRoute({
  method: 'post',
  path: '/plans',
  summary: 'What a runbook would do as things stand; changes nothing in AWS',
  security: SIGNED_IN,
  request: { body: body(planWishSchema) },
  responses: { 201: json(z.object({ id: z.string(), plan: planSchema }), 'The plan, and it is kept.'), ...PROBLEMS },
});

const list = createRoute({
  method: 'get',
  path: '/plans',
  summary: 'Plans that are kept, the newest first',
  security: SIGNED_IN,
  request: { query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }) },
  responses: { 200: json(z.object({ plans: z.array(storedPlanSchema) }), 'Without their steps.'), ...PROBLEMS },
});

const show = createRoute({
  method: 'get',
  path: '/plans/{id}',
  summary: 'A plan that is kept',
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: { 200: json(z.object({ id: z.string(), plan: planSchema }), 'The plan.'), ...PROBLEMS },
});

/** Plans: what would be done. */
export function plansResource({ desk, planner }: ApiPorts): Router {
  return createRouter()
    .openapi(make, async (context) => {
      const actor = actorOf(context);
      requireRole(actor, 'operator', 'make a plan');
      const wish = context.req.valid('json');
      const plan = await planner.plan(wish);
      requireScope(actor, { runbook: plan.runbook, ...planner.about(plan) }, 'plan it');
      return context.json({ id: await storePlan(desk, actor, plan), plan: planView(plan) }, 201);
    })
    .openapi(list, async (context) => {
      requireRole(actorOf(context), 'viewer', 'look at plans');
      const plans = await listPlans(desk.db, context.req.valid('query').limit);
      return context.json({ plans: plans.map((plan) => ({ ...plan, createdAt: text(plan.createdAt) })) }, 200);
    })
    .openapi(show, async (context) => {
      requireRole(actorOf(context), 'viewer', 'look at plans');
      const { id } = context.req.valid('param');
      const row = await findPlan(desk.db, id);
      if (!row) throw new Problem(404, `there is no plan ${id}`);
      return context.json({ id, plan: planView(row.document) }, 200);
    });
}
