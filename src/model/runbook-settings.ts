import type { Environment } from './environment.ts';

/** The parts of the configuration that runbooks plan from. */
export interface RunbookSettings {
  readonly environments: readonly Environment[];
}
