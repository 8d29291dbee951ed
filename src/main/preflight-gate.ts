import type { ExecutionRequest } from '../engine/desk/request-execution.ts';
import type { Finding } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { listSuppressions } from '../store/suppressions.ts';
import type { Config } from './config/schema.ts';
import type { HindranceSources } from './hindrances.ts';
import { recordsOf } from './memory/records.ts';
import { suppressResult } from './memory/suppress-result.ts';
import { run } from './run.ts';

type Asked = Pick<ExecutionRequest, 'plan' | 'environment' | 'access'>;

const PREFLIGHT = 'deployment/preflight';

/** Whether the configuration wants a preflight: for deployments but rollbacks, which mend what it would complain of. */
export function isGated(config: Config, { plan: { runbook }, environment }: Asked): boolean {
  const { preflight = false } = (environment === null ? undefined : config.environments[environment]) ?? {};
  if (typeof preflight !== 'boolean') return preflight.includes(runbook);
  return preflight && runbook.startsWith('deployment/') && !runbook.startsWith('deployment/rollback');
}

/** What fails of the preflight for the environment and place of a plan, in sentences. */
export async function preflightFailures(asked: Asked, sources: HindranceSources): Promise<string[]> {
  const { plan, environment: name, access } = asked;
  const { config, configFile, environment, db, now } = sources;
  const { account, region } = plan.target;
  const [profile, endpointUrl] = [textOf(access, 'profile'), textOf(access, 'endpointUrl')];
  const found = await run({
    id: PREFLIGHT,
    config,
    parameters: {
      ...(name !== null && { environment: name }),
      ...(textOf(plan.parameters, 'cluster') && { cluster: textOf(plan.parameters, 'cluster') ?? '' }),
      ...(textOf(plan.parameters, 'service') && { service: textOf(plan.parameters, 'service') ?? '' }),
    },
    regions: config.targets.length > 0 && profile === undefined ? [] : [region],
    names: [`${account}/${region}`],
    environment,
    sandbox: false,
    progress: () => undefined,
    records: recordsOf(db),
    ...(configFile !== undefined && { configFile }),
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
  });
  const { findings } = suppressResult(found, await listSuppressions(db, now()));
  return findings.filter(isAgainst).map(({ check, reason }) => `preflight ${check}: ${reason}`);
}

/** The change calendar speaks for itself. */
function isAgainst({ status, suppressed, check }: Finding): boolean {
  return status === 'fail' && suppressed === null && check !== 'window-open';
}

function textOf(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}
