/** What a status of RDS means to an operator. */
export type DatabaseCondition = 'available' | 'passing' | 'stopped' | 'failed' | 'unheard-of';

/** Statuses that an instance or cluster leaves by itself. */
const PASSING = new Set([
  'backing-up',
  'backtracking',
  'converting-to-vpc',
  'creating',
  'delete-precheck',
  'deleting',
  'failing-over',
  'maintenance',
  'migrating',
  'modifying',
  'moving-to-vpc',
  'preparing-data-migration',
  'promoting',
  'rebooting',
  'renaming',
  'resetting-master-credentials',
  'scaling-capacity',
  'scaling-compute',
  'scaling-storage',
  'starting',
  'storage-config-upgrade',
  'storage-initialization',
  'storage-optimization',
  'update-iam-db-auth',
  'upgrading',
]);

const FAILED = new Set([
  'cloning-failed',
  'failed',
  'insufficient-capacity',
  'migration-failed',
  'restore-error',
  'storage-full',
  'unsupported-configuration',
  'upgrade-failed',
]);

/**
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html#Overview.DBInstance.Status
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/accessing-monitoring.html#Aurora.Status
 */
export function conditionOf(status: string | undefined): DatabaseCondition {
  if (status === undefined) return 'unheard-of';
  if (status === 'available') return 'available';
  if (status === 'stopped' || status === 'stopping') return 'stopped';
  if (FAILED.has(status) || /^(incompatible-|inaccessible-encryption-credentials)/.test(status)) return 'failed';
  return PASSING.has(status) || status.startsWith('configuring-') ? 'passing' : 'unheard-of';
}
