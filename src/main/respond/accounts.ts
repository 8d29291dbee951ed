import { changingHandles } from '../../aws/changing.ts';
import { type Aws, createExecution } from '../../aws/execution.ts';
import { ambientEndpoint } from '../ambient-endpoint.ts';
import { realTiming } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { placeOf } from '../plan.ts';
import { openScene } from '../scene.ts';

interface Sources {
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where an account and region are reached with this process's own credentials. */
export interface Accounts {
  /** By account and region, as an alarm names them. @throws UsageError, AwsFault */
  open(account: string, region: string): Promise<Aws>;
  /** The account of this process, where nothing else is said; it may change something there. @throws UsageError, AwsFault */
  own(region: string, endpointUrl: string | undefined): Promise<Aws>;
}

export function accountsOf({ config, environment }: Sources): Accounts {
  const ambient = ambientEndpoint(environment);
  return {
    async open(account, region) {
      const request = {
        regions: config.targets.length > 0 ? [] : [region],
        names: [`${account}/${region}`],
        environment,
        sandbox: false,
        ...(ambient && { endpointUrl: ambient }),
      };
      const execution = createExecution(realTiming);
      const place = placeOf(await openScene(request, { config, execution, services: [] }), 'an incident');
      return createExecution(realTiming).open(place.account, region);
    },
    async own(region, endpointUrl = ambient) {
      const request = {
        regions: [region],
        names: [],
        environment,
        sandbox: false,
        ...(endpointUrl && { endpointUrl }),
      };
      const execution = createExecution(realTiming);
      const nowhere = { ...config, targets: [], organization: undefined };
      const place = placeOf(await openScene(request, { config: nowhere, execution, services: [] }), 'a channel');
      return changingHandles(place.account, realTiming)(region);
    },
  };
}
