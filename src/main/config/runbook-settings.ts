import type { RunbookSettings } from '../../model/runbook-settings.ts';
import { environmentsOf } from './environments.ts';
import { monitoringSettingsOf } from './monitoring.ts';
import type { Config } from './schema.ts';

export function runbookSettingsOf(config: Config): RunbookSettings {
  const monitoring = monitoringSettingsOf(config.monitoring);
  return {
    environments: environmentsOf(config),
    recovery: config.recovery,
    layers: config.terraform.layers,
    ...(monitoring && { monitoring }),
  };
}
