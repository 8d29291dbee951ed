import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { DAY_MS, HOUR_MS, type RegionSeed } from '../seed.ts';
import type { RdsState } from '../rds.ts';
import { dbClusterSnapshot, dbSnapshot } from './makers.ts';

/** In the backup window, three o'clock and a bit. */
const BACKUP_HOUR_MS = 3 * HOUR_MS + 7 * 60_000;

/** A database whose storage is being optimized runs as ever. */
const RUNNING: ReadonlySet<string> = new Set(['available', 'storage-optimization']);

export type BackupSeed = Pick<RegionSeed, 'accountId' | 'region' | 'clock'>;

/** The automated snapshots of an instance: one a night for as long as they are kept, and so on as the clock goes. */
export function keepBackups(seed: RegionSeed, state: RdsState, instance: DBInstance): void {
  const { BackupRetentionPeriod: days = 0 } = instance;
  for (const at of nights(seed.clock.now(), days))
    state.snapshots.push(dbSnapshot(seed, instance, { type: 'automated', at }));
  backUpNightly(seed, state, instance);
}

/** From now on one automated snapshot a night, for as long as the instance is there and its retention is not 0. */
export function backUpNightly(seed: BackupSeed, state: RdsState, { DbiResourceId: resource = '' }: DBInstance): void {
  if (state.backedUp.has(resource)) return;
  state.backedUp.add(resource);
  everyNight(seed, () => {
    const current = state.instances.find((one) => one.DbiResourceId === resource);
    if (!current) return 'over';
    if (!RUNNING.has(current.DBInstanceStatus ?? '') || !current.BackupRetentionPeriod) return 'again';
    const at = seed.clock.now();
    state.snapshots.push(dbSnapshot(seed, current, { type: 'automated', at }));
    const oldest = at.getTime() - current.BackupRetentionPeriod * DAY_MS;
    const kept = state.snapshots.filter(
      (one) =>
        one.SnapshotType !== 'automated' ||
        one.DbiResourceId !== current.DbiResourceId ||
        (one.SnapshotCreateTime?.getTime() ?? Infinity) > oldest,
    );
    state.snapshots.splice(0, state.snapshots.length, ...kept);
    return 'again';
  });
}

export function keepClusterBackups(seed: RegionSeed, state: RdsState, cluster: DBCluster): void {
  const { BackupRetentionPeriod: days = 1 } = cluster;
  for (const at of nights(seed.clock.now(), days)) {
    state.clusterSnapshots.push(dbClusterSnapshot(seed, cluster, { type: 'automated', at }));
  }
  everyNight(seed, () => {
    const current = state.clusters.find((one) => one.DbClusterResourceId === cluster.DbClusterResourceId);
    if (!current) return 'over';
    if (current.Status !== 'available') return 'again';
    const at = seed.clock.now();
    state.clusterSnapshots.push(dbClusterSnapshot(seed, current, { type: 'automated', at }));
    const expired = state.clusterSnapshots.findIndex(
      (one) =>
        one.SnapshotType === 'automated' &&
        one.DbClusterResourceId === cluster.DbClusterResourceId &&
        (one.SnapshotCreateTime?.getTime() ?? 0) <= at.getTime() - days * DAY_MS,
    );
    if (expired >= 0) state.clusterSnapshots.splice(expired, 1);
    return 'again';
  });
}

/** The last so many backup times, oldest first. */
function nights(now: Date, count: number): Date[] {
  const last = lastNight(now);
  return Array.from({ length: count }, (_, index) => new Date(last - (count - 1 - index) * DAY_MS));
}

function everyNight({ clock }: BackupSeed, backUp: () => 'again' | 'over'): void {
  const again = (): void => {
    if (backUp() === 'again') clock.after(DAY_MS, again);
  };
  const now = clock.now();
  clock.after(lastNight(now) + DAY_MS - now.getTime(), again);
}

function lastNight(now: Date): number {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const tonight = midnight + BACKUP_HOUR_MS;
  return tonight <= now.getTime() ? tonight : tonight - DAY_MS;
}
