import { createRoute, z } from '@hono/zod-openapi';
import { requireRole } from '../../engine/desk/require-role.ts';
import type { ApiPorts } from '../ports.ts';
import { actorOf, createRouter, type Router } from '../router.ts';
import { PROBLEMS, SIGNED_IN } from '../schemas/answers.ts';
import type { Metrics } from './collect.ts';

const show = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'For Prometheus: who is on call, what is open and for how long, how late anything was',
  security: SIGNED_IN,
  responses: {
    200: { description: 'Its text format, 0.0.4.', content: { 'text/plain': { schema: z.string() } } },
    ...PROBLEMS,
  },
});

/** Loaded when it is asked for first. Those who ask at once have one answer. */
export function metricsResource(ports: ApiPorts): Router {
  let metrics: Promise<Metrics> | undefined;
  let underWay: Promise<string> | undefined;
  return createRouter().openapi(show, async (context) => {
    requireRole(actorOf(context), 'viewer', 'read metrics');
    metrics ??= import('./collect.ts').then(({ createMetrics }) => createMetrics(ports));
    const made = await metrics;
    underWay ??= made.collect().finally(() => {
      underWay = undefined;
    });
    return context.text(await underWay, 200, { 'Content-Type': made.contentType, 'cache-control': 'no-store' });
  });
}
