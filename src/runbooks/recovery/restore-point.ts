import type { Aws } from '../../aws/execution.ts';
import {
  type DBInstance,
  type DBSnapshot,
  describeDBInstanceAutomatedBackups,
  describeDBSnapshots,
} from '../../aws/rds.ts';
import { orAbsent } from '../../aws/read.ts';
import { Refused } from '../../model/errors.ts';
import { newestAvailable, takenAt, whyNone } from '../look/snapshots.ts';
import type { Origin } from './source-settings.ts';

/** What a database is restored to. */
export interface RestorePoint {
  /** The instant that the data are of. */
  readonly dataOf: Date;
  readonly origin: Origin;
  /** Absent for a point in time. */
  readonly snapshot?: DBSnapshot;
}

interface Asked {
  readonly snapshot: string | undefined;
  readonly pointInTime: string | undefined;
}

/**
 * The point that is asked for, or else the newest snapshot that is available.
 * @throws Refused where there is none, or where it cannot be restored
 */
export async function pointOf(aws: Aws, source: DBInstance, { snapshot, pointInTime }: Asked): Promise<RestorePoint> {
  if (pointInTime !== undefined) return pointInWindow(aws, source, new Date(pointInTime));
  const { DBInstanceIdentifier: id = '' } = source;
  if (snapshot !== undefined) return ofSnapshot(await snapshotNamed(aws, source, snapshot));
  const all = await describeDBSnapshots(aws, { DBInstanceIdentifier: id });
  const newest = newestAvailable(all);
  if (newest) return ofSnapshot(newest);
  throw new Refused(`there is no snapshot of ${id} to restore: ${whyNone(all)}; nothing was planned`);
}

/** A snapshot of another database is refused: it would take the place of this one. */
async function snapshotNamed(aws: Aws, source: DBInstance, name: string): Promise<DBSnapshot> {
  const { DBInstanceIdentifier: id = '' } = source;
  const [found] =
    (await orAbsent(
      describeDBSnapshots(aws, { DBSnapshotIdentifier: name }),
      'DBSnapshotNotFound',
      'DBSnapshotNotFoundFault',
    )) ?? [];
  if (!found) throw new Refused(`there is no snapshot ${name} in ${aws.account}/${aws.region}; nothing was planned`);
  if (found.Status !== 'available') {
    throw new Refused(`the snapshot ${name} is ${found.Status ?? 'in no state'}: it has to be available`);
  }
  const isOurs = found.DbiResourceId === source.DbiResourceId || found.DBInstanceIdentifier === id;
  if (!isOurs)
    throw new Refused(`the snapshot ${name} is of ${found.DBInstanceIdentifier ?? 'another'}, and not of ${id}`);
  return found;
}

function ofSnapshot(snapshot: DBSnapshot): RestorePoint {
  const { EngineVersion: engineVersion = '', AllocatedStorage: allocatedGib = 0 } = snapshot;
  return { snapshot, dataOf: takenAt(snapshot), origin: { engineVersion, allocatedGib } };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html */
async function pointInWindow(aws: Aws, source: DBInstance, at: Date): Promise<RestorePoint> {
  const { DBInstanceIdentifier: id = '', DbiResourceId, EngineVersion: engineVersion = '' } = source;
  const backups = await describeDBInstanceAutomatedBackups(aws, { DbiResourceId });
  const { RestoreWindow: window } = backups.find(({ Status }) => Status === 'active') ?? {};
  const earliest = window?.EarliestTime;
  const latest = source.LatestRestorableTime ?? window?.LatestTime;
  if (!earliest || !latest) {
    throw new Refused(`${id} cannot be restored to a point in time: it keeps no automated backups`);
  }
  if (at < earliest || at > latest) {
    throw new Refused(
      `${id} can be restored to any instant from ${earliest.toISOString()} to ${latest.toISOString()}, and not to ${at.toISOString()}`,
    );
  }
  return { dataOf: at, origin: { engineVersion, allocatedGib: source.AllocatedStorage ?? 0 } };
}
