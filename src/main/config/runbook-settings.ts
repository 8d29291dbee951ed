import type { RunbookSettings } from '../../model/runbook-settings.ts';
import { environmentsOf } from './environments.ts';
import type { Config } from './schema.ts';

export function runbookSettingsOf(config: Config): RunbookSettings {
  return { environments: environmentsOf(config) };
}
