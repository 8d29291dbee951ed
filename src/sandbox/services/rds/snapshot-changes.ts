import type * as Rds from '@aws-sdk/client-rds';
import type { DBSnapshot } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import { rdsArn } from '../../world/newcomer/rds/makers.ts';
import { happenedToSnapshot } from './happened.ts';
import { instanceNamed, instanceWith, requireUsable } from './instances.ts';
import { invalid, required } from './listing.ts';
import { inTenths, MINUTE_MS, passThrough, SECOND_MS } from './stages.ts';
import {
  changeSnapshot,
  holdSnapshot,
  newSnapshotId,
  originOf,
  snapshotMs,
  snapshotNamed,
  takeSnapshot,
} from './take-snapshot.ts';
import { requireOwnTags } from './tags.ts';

export const snapshotChanges = {
  CreateDBSnapshot(input, context) {
    requireOwnTags(input.Tags);
    const instance = instanceNamed(context, input.DBInstanceIdentifier);
    const id = newSnapshotId(context, input.DBSnapshotIdentifier, 'DBSnapshotIdentifier');
    if (instance.DBClusterIdentifier !== undefined) {
      const message = `The specified instance is a member of a cluster and a snapshot cannot be created directly. Please use the CreateDBClusterSnapshot API instead.`;
      throw new SandboxError('InvalidParameterValue', message);
    }
    requireUsable(
      instance,
      `Cannot create a snapshot because the database instance ${instance.DBInstanceIdentifier} is not currently in the available state.`,
    );
    const snapshot = takeSnapshot(context, instance, { id, tags: input.Tags });
    backUp(context, instance.DbiResourceId, snapshotMs(instance));
    return { DBSnapshot: { ...snapshot } };
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSnapshot.html */
  DeleteDBSnapshot(input, context) {
    const { rds } = context.region;
    const snapshot = snapshotNamed(context.region, input.DBSnapshotIdentifier);
    const { DBSnapshotArn: arn = '', DBSnapshotIdentifier: id = '', SnapshotType: type } = snapshot;
    if (type === 'automated') throw wrongState('automated snapshots cannot be deleted.');
    if (type === 'awsbackup') throw wrongState('Snapshots that AWS Backup made are deleted with AWS Backup.');
    const inUse = (rds.readers.get(arn) ?? 0) > 0;
    if (inUse || !['available', 'failed'].includes(snapshot.Status ?? '')) {
      throw wrongState('Cannot delete the snapshot because it is not currently in the available or failed state.');
    }
    rds.snapshots.splice(rds.snapshots.indexOf(snapshot), 1);
    rds.restorers.delete(id);
    rds.origins.delete(arn);
    happenedToSnapshot(context, snapshot, 'Deleted manual snapshot');
    return { DBSnapshot: { ...snapshot, Status: 'deleted' } };
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html */
  CopyDBSnapshot(input, context) {
    requireOwnTags(input.Tags);
    const { region, world } = context;
    const from = sourceRegion(context, required(input.SourceDBSnapshotIdentifier, 'SourceDBSnapshotIdentifier'));
    const source = snapshotNamed(from.region, input.SourceDBSnapshotIdentifier);
    const id = newSnapshotId(context, input.TargetDBSnapshotIdentifier, 'TargetDBSnapshotIdentifier');
    if (source.Status !== 'available') throw wrongState('Source snapshot is not in the available state.');
    const abroad = from.region !== region;
    if (abroad && source.Encrypted && input.KmsKeyId === undefined) {
      throw invalid('KmsKeyId is required to copy an encrypted snapshot to another Region.');
    }
    const { KmsKeyId: key = source.KmsKeyId } = input;
    const arn = rdsArn({ accountId: region.accountId, region: region.name }, 'snapshot', id);
    const copy: DBSnapshot = {
      ...source,
      DBSnapshotIdentifier: id,
      DBSnapshotArn: arn,
      SourceDBSnapshotIdentifier: source.DBSnapshotArn,
      ...(abroad && { SourceRegion: from.region.name }),
      SnapshotType: 'manual',
      Status: 'creating',
      PercentProgress: 0,
      SnapshotCreateTime: undefined,
      TagList: input.Tags?.length ? [...input.Tags] : input.CopyTags ? (source.TagList ?? []) : [],
      Encrypted: source.Encrypted === true || key !== undefined,
      ...(key !== undefined && { KmsKeyId: key }),
    };
    region.rds.snapshots.push(copy);
    region.rds.origins.set(arn, { ...originOf(from, source) });
    const release = holdSnapshot(from, source.DBSnapshotArn ?? '');
    inTenths(context, copyMs(source, abroad), (percent) => {
      if (percent < 100) {
        changeSnapshot(region.rds, arn, { PercentProgress: percent });
        return;
      }
      release();
      const done = { PercentProgress: 100, Status: 'available', SnapshotCreateTime: world.clock.now() };
      const finished = changeSnapshot(region.rds, arn, done);
      if (finished) happenedToSnapshot(context, finished, 'Finished copying DB snapshot');
    });
    return { DBSnapshot: { ...copy } };
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSnapshotAttribute.html */
  ModifyDBSnapshotAttribute(input, { region }) {
    const { AttributeName: name, ValuesToAdd: add = [], ValuesToRemove: remove = [] } = input;
    const snapshot = snapshotNamed(region, input.DBSnapshotIdentifier);
    if (snapshot.SnapshotType !== 'manual') throw wrongState('Only manual snapshots may be shared.');
    if (name !== 'restore') throw invalid(`Invalid attribute name: ${name}`);
    const wrong = [...add, ...remove].find((value) => value !== 'all' && !/^\d{12}$/.test(value));
    if (wrong !== undefined) throw invalid(`Invalid account id: ${wrong}`);
    if (add.includes('all') && snapshot.Encrypted) throw invalid('Encrypted snapshots cannot be shared publicly.');
    const { DBSnapshotIdentifier: id = '' } = snapshot;
    const before = region.rds.restorers.get(id) ?? [];
    const after = [...new Set([...before, ...add])].filter((value) => !remove.includes(value));
    region.rds.restorers.set(id, after);
    const attribute = { AttributeName: 'restore', AttributeValues: [...after] };
    return { DBSnapshotAttributesResult: { DBSnapshotIdentifier: id, DBSnapshotAttributes: [attribute] } };
  },
} satisfies Handlers<typeof Rds>;

/** In a single zone the backup is taken of the instance itself, in two of the standby: it stays available. */
function backUp(context: SandboxContext, resource: string | undefined, ms: number): void {
  const { rds } = context.region;
  if (instanceWith(rds, resource)?.MultiAZ) return;
  passThrough(context, resource, [{ status: 'backing-up', ms }]);
}

/** An ARN says where the snapshot is; a plain name is of this region. */
function sourceRegion(context: SandboxContext, source: string): SandboxContext {
  const [, region] = /^arn:aws:rds:([a-z0-9-]+):\d{12}:snapshot:/.exec(source) ?? [];
  if (region === undefined || region === context.region.name) return context;
  return { ...context, region: context.world.region(context.account.id, region) };
}

function copyMs({ AllocatedStorage: gib = 1 }: DBSnapshot, abroad: boolean): number {
  return abroad ? 5 * MINUTE_MS + gib * 2 * SECOND_MS : MINUTE_MS + (gib * SECOND_MS) / 2;
}

function wrongState(message: string): SandboxError {
  return new SandboxError('InvalidDBSnapshotState', message);
}
