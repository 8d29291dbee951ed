import { changingHandles } from '../aws/changing.ts';
import { createExecution } from '../aws/execution.ts';
import type { Workplace } from '../engine/conduct/workplace.ts';
import type { ProgressEvent } from '../engine/execute/ports.ts';
import { mayApprove } from '../engine/identity/may-approve.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { RunbookSettings } from '../model/runbook-settings.ts';
import type { Database } from '../store/database.ts';
import type { ExecutionRow } from '../store/executions.ts';
import { realClock, realTiming } from './clock.ts';
import { approvalPolicyOf } from './config/environments.ts';
import { runbookSettingsOf } from './config/runbook-settings.ts';
import type { Config } from './config/schema.ts';
import { getRunbook, type Place, placeOf, planAt } from './plan.ts';
import { probesOf, terraformChangesOf } from './drill-tools.ts';
import { closedFor } from './hindrances.ts';
import { createResponder } from './respond/compose.ts';
import { notifyBy } from './respond/notify.ts';
import { openScene } from './scene.ts';
import { jumpingTime, REAL_TIME, type SiteTime } from './sandbox-time.ts';

export interface WorkplaceOptions {
  readonly db: Database;
  readonly config: Config;
  /** Instead of what the configuration says of runbooks. */
  readonly settings?: RunbookSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: (executionId: string, event: ProgressEvent) => void;
}

/** Where executions are carried out: everything that a worker needs, from the configuration and the environment. */
export function createWorkplace(options: WorkplaceOptions): Workplace {
  const { db, config, environment, progress, settings = runbookSettingsOf(config) } = options;
  const responder = createResponder({ db, now: realClock, config, environment, tell: () => undefined });
  return {
    db,
    now: realClock,
    async open(execution) {
      const { profile, endpointUrl } = accessOf(execution);
      const time = timeAt(endpointUrl ?? environment['AWS_ENDPOINT_URL'], environment);
      const place = await placeFor(execution, { profile, endpointUrl, config, environment, time });
      const handles = changingHandles(place.account, time.timing);
      return {
        aws: (region = execution.region) => handles(region),
        ...time,
        async replan(plan) {
          const parameters = textsOf(plan.parameters);
          return planAt(place, { runbook: getRunbook(plan.runbook), parameters, settings, now: await time.now() });
        },
      };
    },
    terraform: terraformChangesOf(config, environment),
    probe: probesOf(config, environment),
    notify: ({ channel, message }, executionId) =>
      notifyBy(responder, config.incidents.summaryChannel, { channel, message, key: executionId }),
    policyOf: (name) => approvalPolicyOf(config, name),
    mayApprove: (person) => mayApprove(db, person, realClock()),
    progress,
    pause: (ms) => realTiming.sleep(ms),
    closed: (asked) => closedFor(config, asked, realClock()) ?? null,
  };
}

interface Way {
  readonly profile: string | undefined;
  readonly endpointUrl: string | undefined;
  readonly config: Config;
  readonly environment: WorkplaceOptions['environment'];
  readonly time: SiteTime;
}

/** The account and region of an execution, by the way it was planned; another account behind it is refused. */
async function placeFor({ account, region }: ExecutionRow, way: Way): Promise<Place> {
  const { profile, endpointUrl, config, environment, time } = way;
  const execution = createExecution(time.timing);
  const request = {
    regions: config.targets.length > 0 && profile === undefined ? [] : [region],
    names: [`${account}/${region}`],
    environment,
    sandbox: false,
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
  };
  return {
    ...placeOf(await openScene(request, { config, execution, services: [] }), 'an execution'),
    timing: time.timing,
  };
}

/** With `OPSBOOK_SANDBOX_TIME=jump`, waits move the sandbox's clock instead of taking their time. */
function timeAt(endpointUrl: string | undefined, environment: WorkplaceOptions['environment']): SiteTime {
  const jumps = environment['OPSBOOK_SANDBOX_TIME'] === 'jump' && endpointUrl !== undefined;
  return jumps ? jumpingTime(endpointUrl) : REAL_TIME;
}

function accessOf({ access }: ExecutionRow): { profile: string | undefined; endpointUrl: string | undefined } {
  const { profile, endpointUrl } = isJsonObject(access) ? access : {};
  return {
    profile: typeof profile === 'string' ? profile : undefined,
    endpointUrl: typeof endpointUrl === 'string' ? endpointUrl : undefined,
  };
}

/** Parameters as they were given: a plan keeps what the runbook made of them. */
export function textsOf(parameters: Json): Record<string, string> {
  if (!isJsonObject(parameters)) return {};
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([key, value]: [string, Json | undefined]) => {
      if (value === undefined || value === null || value === '') return [];
      if (Array.isArray(value)) return value.length === 0 ? [] : [[key, value.join(',')]];
      return [[key, typeof value === 'string' ? value : JSON.stringify(value)]];
    }),
  );
}
