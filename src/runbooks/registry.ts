import type { Runbook } from './define.ts';
import { blueGreen } from './deployment/blue-green.ts';
import { rollbackFunction } from './deployment/rollback-function.ts';
import { rollbackService } from './deployment/rollback-service.ts';
import { maintenanceMode } from './incident/maintenance-mode.ts';
import { alarms } from './monitoring/alarms.ts';
import { dashboard } from './monitoring/dashboard.ts';
import { drDrill } from './recovery/dr-drill.ts';
import { failOver } from './recovery/fail-over.ts';
import { restoreDatabase } from './recovery/restore-database.ts';
import { snapshotDatabase } from './recovery/snapshot-database.ts';
import { scaleDatabase } from './scaling/database.ts';
import { scaleGroup } from './scaling/group.ts';
import { serviceAutoscaling } from './scaling/service-autoscaling.ts';
import { scaleService } from './scaling/service.ts';

/** Every runbook, by chapter. */
export const RUNBOOKS: readonly Runbook[] = [
  blueGreen,
  rollbackFunction,
  rollbackService,
  maintenanceMode,
  alarms,
  dashboard,
  drDrill,
  failOver,
  restoreDatabase,
  snapshotDatabase,
  scaleDatabase,
  scaleGroup,
  serviceAutoscaling,
  scaleService,
];
