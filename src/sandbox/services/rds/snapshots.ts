import type * as Rds from '@aws-sdk/client-rds';
import type { DBClusterSnapshot, DBSnapshot } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers } from '../../handlers.ts';
import { filtered, type FilterTable, invalid, isNamed, notFound, rdsPage, required } from './listing.ts';

const SNAPSHOT_FILTERS: FilterTable<DBSnapshot> = {
  'db-instance-id': ({ DBInstanceIdentifier: id }) => [id],
  'db-snapshot-id': ({ DBSnapshotIdentifier: id }) => [id],
  'dbi-resource-id': ({ DbiResourceId: id }) => [id],
  'snapshot-type': ({ SnapshotType: type }) => [type],
  engine: ({ Engine: engine }) => [engine],
};

const CLUSTER_SNAPSHOT_FILTERS: FilterTable<DBClusterSnapshot> = {
  'db-cluster-id': ({ DBClusterIdentifier: id }) => [id],
  'db-cluster-snapshot-id': ({ DBClusterSnapshotIdentifier: id }) => [id],
  'snapshot-type': ({ SnapshotType: type }) => [type],
  engine: ({ Engine: engine }) => [engine],
};

const TYPES = ['automated', 'manual', 'shared', 'public', 'awsbackup'];

export const snapshots = {
  DescribeDBSnapshots(input, { region }) {
    const { DBInstanceIdentifier: instance, DBSnapshotIdentifier: wanted, DbiResourceId: resource } = input;
    const isOfType = typeTest(input.SnapshotType);
    const found = region.rds.snapshots.filter(
      (one) =>
        isOfType(one.SnapshotType, sharedWith(region.rds.restorers, one.DBSnapshotIdentifier)) &&
        (instance === undefined || isNamed(instance, one.DBInstanceIdentifier, undefined)) &&
        (wanted === undefined || isNamed(wanted, one.DBSnapshotIdentifier, one.DBSnapshotArn)) &&
        (resource === undefined || resource === one.DbiResourceId),
    );
    if (wanted !== undefined && found.length === 0) {
      throw notFound('DBSnapshotNotFound', `DBSnapshot ${wanted} not found.`);
    }
    const { items, marker } = rdsPage(filtered(found, input.Filters, SNAPSHOT_FILTERS), input);
    return { DBSnapshots: items, ...marker };
  },
  DescribeDBClusterSnapshots(input, { region }) {
    const { DBClusterIdentifier: cluster, DBClusterSnapshotIdentifier: wanted } = input;
    if (cluster !== undefined && wanted !== undefined) {
      throw new SandboxError(
        'InvalidParameterCombination',
        'DBClusterIdentifier and DBClusterSnapshotIdentifier cannot be used together.',
      );
    }
    const isOfType = typeTest(input.SnapshotType);
    const found = region.rds.clusterSnapshots.filter(
      (one) =>
        isOfType(one.SnapshotType, sharedWith(region.rds.restorers, one.DBClusterSnapshotIdentifier)) &&
        (cluster === undefined || isNamed(cluster, one.DBClusterIdentifier, undefined)) &&
        (wanted === undefined || isNamed(wanted, one.DBClusterSnapshotIdentifier, one.DBClusterSnapshotArn)),
    );
    if (wanted !== undefined && found.length === 0) {
      throw notFound('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot ${wanted} not found.`);
    }
    const { items, marker } = rdsPage(filtered(found, input.Filters, CLUSTER_SNAPSHOT_FILTERS), input);
    return { DBClusterSnapshots: items, ...marker };
  },
  DescribeDBSnapshotAttributes(input, { region }) {
    const wanted = required(input.DBSnapshotIdentifier, 'DBSnapshotIdentifier');
    const snapshot = region.rds.snapshots.find(({ DBSnapshotIdentifier: id, DBSnapshotArn: arn }) =>
      isNamed(wanted, id, arn),
    );
    if (!snapshot) throw notFound('DBSnapshotNotFound', `DBSnapshot ${wanted} not found.`);
    const id = snapshot.DBSnapshotIdentifier ?? '';
    return {
      DBSnapshotAttributesResult: {
        DBSnapshotIdentifier: id,
        DBSnapshotAttributes: [restoreAttribute(region.rds.restorers, id)],
      },
    };
  },
  DescribeDBClusterSnapshotAttributes(input, { region }) {
    const wanted = required(input.DBClusterSnapshotIdentifier, 'DBClusterSnapshotIdentifier');
    const snapshot = region.rds.clusterSnapshots.find(
      ({ DBClusterSnapshotIdentifier: id, DBClusterSnapshotArn: arn }) => isNamed(wanted, id, arn),
    );
    if (!snapshot) throw notFound('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot ${wanted} not found.`);
    const id = snapshot.DBClusterSnapshotIdentifier ?? '';
    return {
      DBClusterSnapshotAttributesResult: {
        DBClusterSnapshotIdentifier: id,
        DBClusterSnapshotAttributes: [restoreAttribute(region.rds.restorers, id)],
      },
    };
  },
} satisfies Handlers<typeof Rds>;

type Restorers = ReadonlyMap<string, readonly string[]>;

function sharedWith(restorers: Restorers, id: string | undefined): readonly string[] {
  return restorers.get(id ?? '') ?? [];
}

function restoreAttribute(restorers: Restorers, id: string): { AttributeName: string; AttributeValues: string[] } {
  return { AttributeName: 'restore', AttributeValues: [...sharedWith(restorers, id)] };
}

/** Asked for no type, RDS gives automated and manual snapshots alone. */
function typeTest(wanted: string | undefined): (type: string | undefined, restorers: readonly string[]) => boolean {
  if (wanted === undefined) return (type) => type === 'automated' || type === 'manual';
  if (!TYPES.includes(wanted)) throw invalid(`Invalid snapshot type: ${wanted}`);
  if (wanted === 'public') return (_, restorers) => restorers.includes('all');
  // What others share with this account; the sandbox has no such others yet.
  return (type) => type === wanted;
}
