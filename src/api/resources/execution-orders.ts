import { createRoute, z } from '@hono/zod-openapi';
import { giveOrder } from '../../engine/desk/give-order.ts';
import type { Order } from '../../model/execution.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { executionSchema, executionView } from '../schemas/execution.ts';
import { getExecution } from './execution-of.ts';

const ORDERS = {
  resume: 'Let one that waits or has failed go on at the step it stands at',
  undo: 'Undo what it did, newest first',
  cancel: 'Set it aside as it stands; what it leaves is listed',
} as const satisfies Record<Order, string>;

function orderRoute(order: Order) {
  return createRoute({
    method: 'post',
    path: `/executions/{id}/${order}`,
    summary: ORDERS[order],
    security: SIGNED_IN,
    request: {
      params: z.object({ id: z.string().min(1).max(100) }),
      body: body(z.strictObject({ reason: z.string().max(2000).nullable().default(null) })),
    },
    responses: {
      202: json(z.object({ execution: executionSchema }), 'It is told: it hears of it where it stands.'),
      ...PROBLEMS,
    },
  });
}

/** What a person tells an execution. */
export function executionOrdersResource({ desk }: ApiPorts): Router {
  const router = createRouter();
  for (const order of ['resume', 'undo', 'cancel'] as const) {
    router.openapi(orderRoute(order), async (context) => {
      const actor = actorOf(context);
      const { id } = await getExecution(desk.db, context.req.valid('param').id);
      await giveOrder(desk, actor, { executionId: id, order, reason: context.req.valid('json').reason });
      return context.json({ execution: executionView(await getExecution(desk.db, id)) }, 202);
    });
  }
  return router;
}
