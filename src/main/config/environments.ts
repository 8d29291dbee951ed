import type { Environment } from '../../model/environment.ts';
import type { Config } from './schema.ts';

export function environmentsOf(config: Config): Environment[] {
  return Object.entries(config.environments).map(([name, { cluster, ...rest }]) => ({
    name,
    ...rest,
    ...(cluster !== undefined && { cluster }),
  }));
}
