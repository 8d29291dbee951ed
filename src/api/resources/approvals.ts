import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import { vote } from '../../engine/desk/vote.ts';
import type { VoteDecision } from '../../model/execution.ts';
import { type ApprovalRow, listOpenApprovals, listVotes } from '../../store/approvals.ts';
import { findExecution } from '../../store/executions.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { body, instant, json, PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { executionSchema, executionView, text } from '../schemas/execution.ts';
import { getExecution } from './execution-of.ts';

const decision = z.enum(['approve', 'reject']);
const voteSchema = z.object({
  person: z.string(),
  decision,
  reason: z.string().nullable(),
  via: z.string(),
  at: instant,
});

const approvalSchema = z
  .object({
    execution: executionSchema.nullable(),
    stepKey: z.string().nullable().openapi({ description: 'Null: the whole plan.' }),
    planHash: z.string(),
    quorum: z.int(),
    excluded: z.array(z.string()).openapi({ description: 'Who may not answer: who asked for it.' }),
    requestedAt: instant,
    expiresAt: instant,
    onExpiry: z.string(),
    votes: z.array(voteSchema),
  })
  .openapi('Approval');

const list = createRoute({
  method: 'get',
  path: '/approvals',
  summary: "What waits for somebody's decision, the most urgent first",
  security: SIGNED_IN,
  responses: { 200: json(z.object({ approvals: z.array(approvalSchema) }), 'All that are open.'), ...PROBLEMS },
});

function voteRoute(word: VoteDecision) {
  return createRoute({
    method: 'post',
    path: `/executions/{id}/${word}`,
    summary: word === 'approve' ? 'Agree to what an execution waits for' : 'Refuse it',
    security: SIGNED_IN,
    request: {
      params: z.object({ id: z.string().min(1).max(100) }),
      body: body(
        z.strictObject({
          planHash: z.string().max(100).openapi({ description: 'Of the plan that you looked at.' }),
          reason: z.string().max(2000).nullable().default(null),
        }),
      ),
    },
    responses: {
      200: json(
        z.object({ approvals: z.int(), quorum: z.int(), outcome: z.enum(['approved', 'rejected']).nullable() }),
        'Counted; the outcome is set by the vote that decided.',
      ),
      ...PROBLEMS,
    },
  });
}

/** What has to be agreed to, and the votes on it. */
export function approvalsResource({ desk }: ApiPorts): Router {
  const router = createRouter();
  router.openapi(list, async (context) => {
    requireRole(actorOf(context), 'viewer', 'look at approvals');
    const approvals = await Promise.all((await listOpenApprovals(desk.db)).map(view));
    return context.json({ approvals }, 200);
  });
  for (const word of ['approve', 'reject'] as const) {
    router.openapi(voteRoute(word), async (context) => {
      const actor = actorOf(context);
      const { id } = await getExecution(desk.db, context.req.valid('param').id);
      const counted = await vote(desk, actor, { executionId: id, decision: word, ...context.req.valid('json') });
      const { approvals, quorum } = counted;
      const outcome = counted.outcome === 'approved' || counted.outcome === 'rejected' ? counted.outcome : null;
      return context.json({ approvals, quorum, outcome }, 200);
    });
  }
  return router;

  async function view(row: ApprovalRow): Promise<z.infer<typeof approvalSchema>> {
    const { id, executionId, stepKey, planHash, quorum, excluded, requestedAt, expiresAt, expiryOutcome } = row;
    const [execution, votes] = await Promise.all([findExecution(desk.db, executionId), listVotes(desk.db, id)]);
    return {
      execution: execution ? executionView(execution) : null,
      stepKey,
      planHash,
      quorum,
      excluded,
      requestedAt: text(requestedAt),
      expiresAt: text(expiresAt),
      onExpiry: expiryOutcome,
      votes: votes.map(({ approvalId: _id, ...one }) => ({ ...one, at: text(one.at) })),
    };
  }
}
