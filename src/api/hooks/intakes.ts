import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Signal } from '../../model/incident/signal.ts';
import { heartbeat } from '../../respond/intake/heartbeat.ts';
import { createNews } from '../../store/news.ts';
import { insertSignals } from '../../store/signals.ts';
import type { ApiPorts } from '../ports.ts';
import type { Intake } from '../respond-ports.ts';
import { createRouter, type Router } from '../router.ts';
import { json, PROBLEMS } from '../schemas/answers.ts';
import type { Proving } from './proving.ts';

const params = z.object({ name: z.string().min(1).max(100) });
const taken = z.object({
  accepted: z.int().openapi({ description: 'Signals that are new.' }),
  known: z.int().openapi({ description: 'Signals that were delivered before; they change nothing.' }),
});
const responses = { 202: json(taken, 'It is kept, and worked on at once.'), ...PROBLEMS };

const post = createRoute({
  method: 'post',
  path: '/hooks/{name}',
  summary: 'Where an intake of the configuration takes alarms: proven by its own token or signature, not by a sign-in',
  description: 'Alertmanager, EventBridge, SNS, PagerDuty, heartbeats, or any JSON; 512 KiB at most.',
  request: { params },
  responses,
});

const get = createRoute({
  method: 'get',
  path: '/hooks/{name}',
  summary: 'A sign of life of a job that can only get',
  request: { params },
  responses,
});

/** What comes in is proven, kept, and answered; who works on it is woken, here or elsewhere. */
export function intakesHook(ports: ApiPorts, proving: Proving): Router {
  const { desk, intakes, responder, tell } = ports;
  const tellOthers = createNews(desk.db);
  return createRouter()
    .openapi(post, async (context) => {
      const { name } = context.req.valid('param');
      const intake = intakes.get(name);
      return intake ? context.json(await take(context, name, intake), 202) : proving.unknown(context);
    })
    .openapi(get, async (context) => {
      const { name } = context.req.valid('param');
      const intake = intakes.get(name);
      if (intake?.definition.id !== heartbeat.id) return proving.unknown(context);
      return context.json(await take(context, name, intake), 202);
    });

  async function take(context: Context, name: string, intake: Intake): Promise<z.infer<typeof taken>> {
    const hook = `/hooks/${name}`;
    const settings = await proving.setUp(hook, () => intake.settings());
    const { signals, note } = await proving.prove(context, hook, (request) =>
      intake.definition.receive(request, { settings, fetch: ports.fetch, now: desk.now }),
    );
    if (note !== undefined) tell(`${hook}: ${note}`);
    const accepted = await keep(
      name,
      signals.map((signal) => completed(signal, intake)),
    );
    return { accepted, known: signals.length - accepted };
  }

  async function keep(intake: string, signals: readonly Signal[]): Promise<number> {
    const count = await insertSignals(desk.db, intake, signals, desk.now());
    if (count > 0) {
      responder.wake();
      tellOthers();
    }
    return count;
  }
}

/** With what the configuration adds: what the signal says itself counts. */
function completed(signal: Signal, { labels, severity }: Intake): Signal {
  return { ...signal, labels: { ...labels, ...signal.labels }, severity: signal.severity ?? severity };
}
