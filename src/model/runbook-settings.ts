import type { Environment } from './environment.ts';
import type { MonitoringSettings } from './monitoring.ts';
import type { TerraformLayer } from './outside.ts';
import type { RecoverySettings } from './recovery-settings.ts';

/** The parts of the configuration that runbooks plan from. */
export interface RunbookSettings {
  readonly environments: readonly Environment[];
  readonly recovery?: RecoverySettings;
  /** Terraform's layers of the configuration, which are not a drill's. */
  readonly layers?: readonly TerraformLayer[];
  readonly monitoring?: MonitoringSettings;
}
