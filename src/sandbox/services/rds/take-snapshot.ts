import type { DBInstance, DBSnapshot, Tag } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import type { RdsState } from '../../world/newcomer/rds.ts';
import { dbSnapshot } from '../../world/newcomer/rds/makers.ts';
import { happenedToSnapshot } from './happened.ts';
import { identifier } from './instances.ts';
import { isNamed, notFound, required } from './listing.ts';
import { inTenths, MINUTE_MS, SECOND_MS } from './stages.ts';

interface Wanted {
  /** Of a manual snapshot; automated ones are named by AWS. */
  readonly id?: string;
  readonly tags?: readonly Tag[] | undefined;
  readonly type?: 'automated' | 'manual';
  /** Called when it is available. */
  readonly done?: () => void;
}

/**
 * Begins a snapshot: `creating`, with its progress and without a time, until it is `available`.
 * Tags that are given take the place of those that would be copied.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html
 */
export function takeSnapshot(
  context: SandboxContext,
  instance: DBInstance,
  { id, tags = [], type = 'manual', done }: Wanted,
): DBSnapshot {
  const { region, world } = context;
  const place = { accountId: region.accountId, region: region.name };
  const at = world.clock.now();
  const finished = dbSnapshot(place, instance, { type, at, ...(id !== undefined && { id }) });
  const copied = instance.CopyTagsToSnapshot ? (instance.TagList ?? []) : [];
  const snapshot: DBSnapshot = {
    ...finished,
    SnapshotCreateTime: undefined,
    OriginalSnapshotCreateTime: undefined,
    Status: 'creating',
    PercentProgress: 0,
    TagList: tags.length > 0 ? [...tags] : copied,
  };
  region.rds.snapshots.push(snapshot);
  const { DBSnapshotArn: arn = '' } = snapshot;
  region.rds.origins.set(arn, instance);
  if (type === 'manual') happenedToSnapshot(context, snapshot, 'Creating manual snapshot');
  inTenths(context, snapshotMs(instance), (percent) => {
    if (percent < 100) {
      changeSnapshot(region.rds, arn, { PercentProgress: percent });
      return;
    }
    const times = { SnapshotCreateTime: at, OriginalSnapshotCreateTime: at };
    const available = changeSnapshot(region.rds, arn, { ...times, PercentProgress: 100, Status: 'available' });
    if (available && type === 'manual') happenedToSnapshot(context, available, 'Manual snapshot created');
    done?.();
  });
  return snapshot;
}

/** The data of a larger instance take longer to copy. */
export function snapshotMs({ AllocatedStorage: gib = 1 }: DBInstance): number {
  return 2 * MINUTE_MS + (gib * SECOND_MS) / 2;
}

/** A name for a new snapshot. */
export function newSnapshotId({ region }: SandboxContext, wanted: string | undefined, parameter: string): string {
  const id = identifier(wanted, parameter).toLowerCase();
  if (!region.rds.snapshots.some((one) => one.DBSnapshotIdentifier === id)) return id;
  throw new SandboxError(
    'DBSnapshotAlreadyExists',
    `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`,
  );
}

export function snapshotNamed({ rds }: { readonly rds: RdsState }, wanted: string | undefined): DBSnapshot {
  const name = required(wanted, 'DBSnapshotIdentifier');
  const found = rds.snapshots.find(({ DBSnapshotIdentifier: id, DBSnapshotArn: arn }) => isNamed(name, id, arn));
  if (!found) throw notFound('DBSnapshotNotFound', `DBSnapshot not found: ${name}`);
  return found;
}

export function changeSnapshot(rds: RdsState, arn: string, change: Partial<DBSnapshot>): DBSnapshot | undefined {
  const at = rds.snapshots.findIndex((one) => one.DBSnapshotArn === arn);
  const old = rds.snapshots[at];
  if (!old) return undefined;
  const changed = { ...old, ...change };
  rds.snapshots[at] = changed;
  return changed;
}

export function dropAutomatedSnapshots(rds: RdsState, { DbiResourceId: resource }: DBInstance): void {
  const kept = rds.snapshots.filter((one) => one.SnapshotType !== 'automated' || one.DbiResourceId !== resource);
  rds.snapshots.splice(0, rds.snapshots.length, ...kept);
}

/** Keeps a snapshot from being deleted until the function that it gives is called. */
export function holdSnapshot({ region }: SandboxContext, arn: string): () => void {
  const { readers } = region.rds;
  readers.set(arn, (readers.get(arn) ?? 0) + 1);
  let held = true;
  return () => {
    if (held) readers.set(arn, (readers.get(arn) ?? 1) - 1);
    held = false;
  };
}

/** What AWS remembers of the instance that a snapshot is of. */
export function originOf(context: SandboxContext, snapshot: DBSnapshot): DBInstance {
  const { rds } = context.region;
  const { DBSnapshotArn: arn = '', DbiResourceId: resource } = snapshot;
  return rds.origins.get(arn) ?? rds.instances.find((one) => one.DbiResourceId === resource) ?? {};
}
