import type { Runbook } from './define.ts';
import { scaleService } from './scaling/service.ts';

/** Every runbook, by chapter. */
export const RUNBOOKS: readonly Runbook[] = [scaleService];
