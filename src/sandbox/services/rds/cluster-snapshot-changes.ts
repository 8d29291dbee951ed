import type * as Rds from '@aws-sdk/client-rds';
import type { DBClusterSnapshot } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import { dbClusterSnapshot } from '../../world/newcomer/rds/makers.ts';
import { clusterNamed } from './clusters.ts';
import { identifier } from './instances.ts';
import { isNamed, notFound, required } from './listing.ts';
import { inTenths, MINUTE_MS } from './stages.ts';
import { requireOwnTags } from './tags.ts';

/** Aurora snapshots only what has changed: how large the volume is matters little. */
const TAKES_MS = 3 * MINUTE_MS;

export const clusterSnapshotChanges = {
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html */
  CreateDBClusterSnapshot(input, context) {
    requireOwnTags(input.Tags);
    const { region, world } = context;
    const cluster = clusterNamed(context, input.DBClusterIdentifier);
    const id = identifier(input.DBClusterSnapshotIdentifier, 'DBClusterSnapshotIdentifier', 63).toLowerCase();
    if (region.rds.clusterSnapshots.some((one) => one.DBClusterSnapshotIdentifier === id)) {
      const message = `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`;
      throw new SandboxError('DBClusterSnapshotAlreadyExistsFault', message);
    }
    if (cluster.Status !== 'available') {
      const message = `Cluster ${cluster.DBClusterIdentifier} is not in available state.`;
      throw new SandboxError('InvalidDBClusterStateFault', message);
    }
    const at = world.clock.now();
    const place = { accountId: region.accountId, region: region.name };
    const snapshot: DBClusterSnapshot = {
      ...dbClusterSnapshot(place, cluster, { type: 'manual', at, id }),
      SnapshotCreateTime: undefined,
      Status: 'creating',
      PercentProgress: 0,
      TagList: input.Tags?.length ? [...input.Tags] : cluster.CopyTagsToSnapshot ? (cluster.TagList ?? []) : [],
    };
    region.rds.clusterSnapshots.push(snapshot);
    inTenths(context, TAKES_MS, (percent) => {
      const done = percent < 100 ? {} : { Status: 'available', SnapshotCreateTime: at };
      change(context, id, { PercentProgress: percent, ...done });
    });
    return { DBClusterSnapshot: { ...snapshot } };
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBClusterSnapshot.html */
  DeleteDBClusterSnapshot(input, { region }) {
    const { rds } = region;
    const wanted = required(input.DBClusterSnapshotIdentifier, 'DBClusterSnapshotIdentifier');
    const snapshot = rds.clusterSnapshots.find((one) =>
      isNamed(wanted, one.DBClusterSnapshotIdentifier, one.DBClusterSnapshotArn),
    );
    if (!snapshot) throw notFound('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot not found: ${wanted}`);
    if (snapshot.SnapshotType !== 'manual') throw wrongState('Only manual snapshots may be deleted.');
    const inUse = (rds.readers.get(snapshot.DBClusterSnapshotArn ?? '') ?? 0) > 0;
    if (inUse || !['available', 'failed'].includes(snapshot.Status ?? '')) {
      throw wrongState('Cannot delete the snapshot because it is not currently in the available or failed state.');
    }
    rds.clusterSnapshots.splice(rds.clusterSnapshots.indexOf(snapshot), 1);
    return { DBClusterSnapshot: { ...snapshot, Status: 'deleted' } };
  },
} satisfies Handlers<typeof Rds>;

function change({ region }: SandboxContext, id: string, values: Partial<DBClusterSnapshot>): void {
  const at = region.rds.clusterSnapshots.findIndex((one) => one.DBClusterSnapshotIdentifier === id);
  const old = region.rds.clusterSnapshots[at];
  if (old) region.rds.clusterSnapshots[at] = { ...old, ...values };
}

function wrongState(message: string): SandboxError {
  return new SandboxError('InvalidDBClusterSnapshotStateFault', message);
}
