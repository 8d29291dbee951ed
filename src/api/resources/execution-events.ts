import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { requireRole } from '../../engine/desk/require-role.ts';
import { isOver } from '../../model/execution.ts';
import { listSteps } from '../../store/steps.ts';
import { whoAsks } from '../guard/authenticate.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import { executionView, stepView } from '../schemas/execution.ts';
import { getExecution } from './execution-of.ts';

const LOOK_EVERY_MS = 1000;
/** So that no proxy takes the silence for the end. */
const BEAT_EVERY_LOOKS = 15;
/** Each looks at the database once a second. */
const MOST_STREAMS = 100;
/** Half a day; who still listens then connects again. */
const MOST_LOOKS = 43_200;

const events = createRoute({
  method: 'get',
  path: '/executions/{id}/events',
  summary: 'What an execution does, as it does it, until it is over',
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: {
    200: {
      description:
        '`execution` and `step` events hold what changed, whole, and all of it at the beginning; `end` is the last.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...PROBLEMS,
  },
});

/** The progress of one execution, whoever executes it. */
export function executionEventsResource(ports: ApiPorts): Router {
  const { desk, stopping, pause } = ports;
  let streams = 0;
  return createRouter().openapi(events, async (context) => {
    requireRole(actorOf(context), 'viewer', 'look at executions');
    const { id } = await getExecution(desk.db, context.req.valid('param').id);
    if (streams >= MOST_STREAMS)
      throw new Problem(503, 'too many follow already: ask for the execution itself instead');
    streams += 1;
    return streamSSE(context, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const ending = AbortSignal.any([stopping, gone.signal]);
      const told = new Map<string, string>();
      const tell = async (event: string, key: string, value: object) => {
        const data = JSON.stringify(value);
        if (told.get(key) === data) return;
        told.set(key, data);
        await stream.writeSSE({ event, data });
      };
      try {
        for (let look = 1; look <= MOST_LOOKS && !ending.aborted; look += 1) {
          const execution = await getExecution(desk.db, id);
          for (const step of await listSteps(desk.db, id)) {
            await tell('step', `${step.direction} ${step.key}`, stepView(step));
          }
          await tell('execution', 'execution', executionView(execution));
          if (isOver(execution.status)) {
            await tell('end', 'end', { status: execution.status });
            return;
          }
          if (look % BEAT_EVERY_LOOKS === 0) await stream.write(': still here\n\n');
          await pause(LOOK_EVERY_MS, ending);
          // A token that was revoked meanwhile opens nothing more.
          const actor = await whoAsks(ports, context).catch(() => undefined);
          if (!actor) return;
          requireRole(actor, 'viewer', 'look at executions');
        }
      } finally {
        streams -= 1;
      }
    });
  });
}
