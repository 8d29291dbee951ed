import { bodyLimit } from 'hono/body-limit';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { createRouter, type Router } from '../router.ts';
import { intakesHook } from './intakes.ts';
import { createProving } from './proving.ts';
import { slackHook } from './slack.ts';

/** SNS's largest is 256 KiB, which escaping can double. */
const MOST_BYTES = 512 * 1024;

/**
 * What others send by themselves, each proven by a secret of its own. They know no sign-in, name this server as they like,
 * and send forms and plain text: so it stands in front of what guards people's doors, and opens none of these.
 */
export function createHooks(ports: ApiPorts): Router {
  const router = createRouter();
  const proving = createProving(ports);
  router.use('/hooks/*', async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  router.use('/hooks/*', bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }));
  router.route('/', slackHook(ports, proving));
  router.route('/', intakesHook(ports, proving));
  return router;
}

function tooLarge(): never {
  throw new Problem(413, `what is sent here has ${MOST_BYTES / 1024} KiB at most`);
}
