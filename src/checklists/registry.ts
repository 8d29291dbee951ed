import { capacity } from './daily/capacity.ts';
import { healthCheck } from './daily/health-check.ts';
import { logReview } from './daily/log-review.ts';
import type { Checklist } from './define.ts';
import { preflight } from './deployment/preflight.ts';
import { firstLook } from './incident/first-look.ts';
import { capacityPlanning } from './monthly/capacity-planning.ts';
import { costOptimization } from './monthly/cost-optimization.ts';
import { backupVerification } from './weekly/backup-verification.ts';
import { infrastructureReview } from './weekly/infrastructure-review.ts';
import { securityReview } from './weekly/security-review.ts';

/** Every checklist, in the order of the operator's day, week and month: a test compares this list with the folders. */
export const CHECKLISTS: readonly Checklist[] = [
  healthCheck,
  logReview,
  capacity,
  infrastructureReview,
  securityReview,
  backupVerification,
  capacityPlanning,
  costOptimization,
  firstLook,
  preflight,
];
