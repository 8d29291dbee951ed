import type { Runbook } from './define.ts';
import { snapshotDatabase } from './recovery/snapshot-database.ts';
import { scaleService } from './scaling/service.ts';

/** Every runbook, by chapter. */
export const RUNBOOKS: readonly Runbook[] = [snapshotDatabase, scaleService];
