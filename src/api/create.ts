import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { authenticate } from './guard/authenticate.ts';
import { onlyOurHost } from './guard/host.ts';
import { onlySameOrigin } from './guard/origin.ts';
import { requireSomebody } from './guard/require-somebody.ts';
import { traced } from './guard/traced.ts';
import { createHooks } from './hooks/create.ts';
import { metricsResource } from './metrics/resource.ts';
import type { ApiPorts } from './ports.ts';
import { answerTo, Problem, problemAnswer } from './problem.ts';
import { approvalsResource } from './resources/approvals.ts';
import { auditResource } from './resources/audit.ts';
import { channelsResource } from './resources/channels.ts';
import { executionEventsResource } from './resources/execution-events.ts';
import { executionOrdersResource } from './resources/execution-orders.ts';
import { executionRequestResource } from './resources/execution-request.ts';
import { executionsResource } from './resources/executions.ts';
import { healthResource } from './resources/health.ts';
import { incidentEventsResource } from './resources/incident-events.ts';
import { incidentExecutionsResource } from './resources/incident-executions.ts';
import { incidentsResource } from './resources/incidents.ts';
import { locksResource } from './resources/locks.ts';
import { maintenanceResource } from './resources/maintenance.ts';
import { meResource } from './resources/me.ts';
import { oidcSignInResource } from './resources/oidc-sign-in.ts';
import { oncallCalendarResource } from './resources/oncall-calendar.ts';
import { oncallOverridesResource } from './resources/oncall-overrides.ts';
import { oncallResource } from './resources/oncall.ts';
import { peopleResource } from './resources/people.ts';
import { plansResource } from './resources/plans.ts';
import { postMortemResource } from './resources/post-mortem.ts';
import { signInResource } from './resources/sign-in.ts';
import { tokensResource } from './resources/tokens.ts';
import { createRouter, type Router } from './router.ts';

/** No request of ours is larger. */
const MOST_BYTES = 256 * 1024;

const RESOURCES = [
  plansResource,
  executionsResource,
  executionRequestResource,
  executionOrdersResource,
  executionEventsResource,
  approvalsResource,
  locksResource,
  auditResource,
  peopleResource,
  tokensResource,
  meResource,
  signInResource,
  oidcSignInResource,
  incidentsResource,
  incidentExecutionsResource,
  postMortemResource,
  incidentEventsResource,
  maintenanceResource,
  oncallResource,
  oncallOverridesResource,
  oncallCalendarResource,
  channelsResource,
] as const;

/** The HTTP API under `/api`. Nothing is allowed to pages of other origins, and no error shows its insides. */
export function createApi(ports: ApiPorts): Router {
  const { publicUrl, report, version } = ports;
  const app = createRouter();
  app.onError((error, context) => answerTo(error, context, report));
  app.notFound((context) => problemAnswer(context, new Problem(404, 'there is nothing at this address')));
  app.use(
    secureHeaders({
      strictTransportSecurity: publicUrl !== null && 'max-age=31536000; includeSubDomains',
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      xFrameOptions: 'DENY',
      referrerPolicy: 'no-referrer',
    }),
  );
  // Load balancers ask by address, so before the name is looked at.
  app.route('/api', healthResource(ports));
  app.use(traced);
  // Others send by themselves, and prove it: before anything that is about people and browsers.
  app.route('/', createHooks(ports));
  app.use(onlyOurHost(publicUrl));
  app.use(onlySameOrigin(publicUrl));
  app.use('/api/*', async (context, next) => {
    await next();
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store');
  });
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }));
  app.use('/metrics', authenticate(ports));
  app.route('/', metricsResource(ports));
  app.use('/api/*', authenticate(ports), requireSomebody);
  for (const resource of RESOURCES) app.route('/api', resource(ports));
  describe(app, version);
  return app;
}

function tooLarge(): never {
  throw new Problem(413, `a request has ${MOST_BYTES / 1024} KiB at most`);
}

function describe(app: Router, version: string): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', { type: 'apiKey', in: 'cookie', name: 'opsbook' });
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Opsbook',
      version,
      description:
        'Plan, approve, execute and undo runbooks; respond to incidents. The same rules hold as on the command line.',
    },
  });
}
