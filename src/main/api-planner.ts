import type { Planner } from '../api/ports.ts';
import { createExecution } from '../aws/execution.ts';
import { environmentOf } from '../model/approval-policy.ts';
import { ambientEndpoint } from './ambient-endpoint.ts';
import { realTiming } from './clock.ts';
import { environmentsOf } from './config/environments.ts';
import { runbookSettingsOf } from './config/runbook-settings.ts';
import type { Config } from './config/schema.ts';
import { getRunbook, placeOf, planAt } from './plan.ts';
import { openScene } from './scene.ts';

interface Surroundings {
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Plans for who asks over HTTP: with this server's own credentials and endpoints, which nobody can choose from there. */
export function createPlanner({ config, environment }: Surroundings): Planner {
  const endpointUrl = ambientEndpoint(environment);
  return {
    async plan({ runbook: id, parameters, target, region }) {
      const runbook = getRunbook(id);
      const execution = createExecution(realTiming);
      const request = {
        regions: region === undefined ? [] : [region],
        names: target === undefined ? [] : [target],
        environment,
        sandbox: false,
        ...(endpointUrl && { endpointUrl }),
      };
      const place = placeOf(await openScene(request, { config, execution, services: [] }), runbook.id);
      return planAt(place, { runbook, parameters, settings: runbookSettingsOf(config) });
    },
    about(plan) {
      const environmentName = environmentOf(plan.parameters, environmentsOf(config))?.name ?? null;
      return { environment: environmentName, access: { ...(endpointUrl && { endpointUrl }) } };
    },
  };
}
