import type { DBSnapshot } from '../../aws/rds.ts';

/** When the data of a snapshot are of: a copy has the time of its source. */
export function takenAt({ OriginalSnapshotCreateTime, SnapshotCreateTime }: DBSnapshot): Date {
  return OriginalSnapshotCreateTime ?? SnapshotCreateTime ?? new Date(0);
}

/** The newest that can be restored; undefined where none can: one that is being made, or failed, cannot. */
export function newestAvailable(snapshots: readonly DBSnapshot[]): DBSnapshot | undefined {
  return snapshots
    .filter(({ Status }) => Status === 'available')
    .toSorted((a, b) => takenAt(b).getTime() - takenAt(a).getTime())[0];
}

/** Why there is none, for a sentence: "none", or "3, of which none is available (creating, failed)". */
export function whyNone(snapshots: readonly DBSnapshot[]): string {
  if (snapshots.length === 0) return 'it has none';
  const states = new Set(snapshots.map(({ Status }) => Status ?? 'in no state'));
  return `of its ${snapshots.length}, none is available (${[...states].toSorted().join(', ')})`;
}
