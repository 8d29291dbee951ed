import type { MemoryOptions } from '../../src/engine/memory/ports.ts';
import type { RunbookSettings } from '../../src/model/runbook-settings.ts';
import type { Runbook } from '../../src/runbooks/define.ts';
import { scaleService } from '../../src/runbooks/scaling/service.ts';
import { snapshotDatabase } from '../../src/runbooks/recovery/snapshot-database.ts';
import type { World } from '../../src/sandbox/world/world.ts';

/** A runbook with parameters that make it do all that it does, and an account that it fits. */
export interface Scenario {
  readonly name: string;
  readonly runbook: Runbook;
  readonly parameters: Readonly<Record<string, string>>;
  readonly settings?: RunbookSettings;
  readonly prepare?: (world: World) => void;
  /** What the execution needs beside AWS: Terraform, probes. */
  readonly ports?: (world?: World) => Partial<MemoryOptions>;
  /** It holds changes that cannot be undone. */
  readonly lasting?: boolean;
  /** How it ends where nobody disturbs it. */
  readonly ends?: 'succeeded' | 'undone';
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'scaling/service',
    runbook: scaleService,
    parameters: { cluster: 'production-cluster', service: 'web-service', desiredCount: '5' },
  },
  {
    name: 'recovery/snapshot-database',
    runbook: snapshotDatabase,
    parameters: { database: 'production-db' },
  },
];
