import type * as Rds from '@aws-sdk/client-rds';
import type { DBInstance } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import { backupOf } from './automated-backups.ts';
import { happened } from './happened.ts';
import { instanceNamed, instanceWith, requireUsable } from './instances.ts';
import { orphan, standalone } from './replicas.ts';
import { combination } from './settings.ts';
import { HOUR_MS, MINUTE_MS, takeOver } from './stages.ts';
import { dropAutomatedSnapshots, newSnapshotId, snapshotMs, takeSnapshot } from './take-snapshot.ts';

export const deletion = {
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html */
  DeleteDBInstance(input, context) {
    const { region, world } = context;
    const instance = instanceNamed(context, input.DBInstanceIdentifier);
    const { DBInstanceIdentifier: id, DbiResourceId: resource } = instance;
    if (instance.DBInstanceStatus === 'deleting') {
      throw new SandboxError('InvalidDBInstanceState', `Instance ${id} is already being deleted.`);
    }
    if (instance.DeletionProtection) {
      throw combination('Cannot delete protected DB Instance, please disable deletion protection and try again.');
    }
    const final = finalSnapshotOf(context, instance, input);
    if (final !== undefined) takeSnapshot(context, instance, { id: final });
    const ms = 4 * MINUTE_MS + (final === undefined ? 0 : snapshotMs(instance));
    takeOver(context, resource, 'deleting');
    world.clock.after(ms, () => {
      const late = instanceWith(region.rds, resource);
      if (late) bury(context, late, input.DeleteAutomatedBackups ?? true);
    });
    return { DBInstance: { ...instanceWith(region.rds, resource) } };
  },
} satisfies Handlers<typeof Rds>;

function finalSnapshotOf(
  context: SandboxContext,
  instance: DBInstance,
  { SkipFinalSnapshot: skip = false, FinalDBSnapshotIdentifier: name }: Rds.DeleteDBInstanceCommandInput,
): string | undefined {
  const isReplica = instance.ReadReplicaSourceDBInstanceIdentifier !== undefined;
  if (name !== undefined && isReplica) {
    throw combination('FinalDBSnapshotIdentifier can not be specified when deleting a replica instance');
  }
  if (name !== undefined && instance.DBClusterIdentifier !== undefined) {
    throw combination('FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance');
  }
  if (name !== undefined && skip) {
    throw combination('FinalDBSnapshotIdentifier cannot be specified when SkipFinalSnapshot is enabled.');
  }
  if (skip || isReplica || instance.DBClusterIdentifier !== undefined) return undefined;
  if (name === undefined) {
    throw combination('FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.');
  }
  const id = newSnapshotId(context, name, 'FinalDBSnapshotIdentifier');
  requireUsable(
    instance,
    `Cannot create a snapshot because the database instance ${instance.DBInstanceIdentifier} is not currently in the available state.`,
  );
  return id;
}

/** Manual snapshots stay, and AWS remembers what they are of; automated ones stay if somebody asked for it. */
function bury(context: SandboxContext, instance: DBInstance, dropBackups: boolean): void {
  const { rds } = context.region;
  const { DbiResourceId: resource, DBInstanceIdentifier: id } = instance;
  for (const { DBSnapshotArn: arn = '', DbiResourceId: of } of rds.snapshots) {
    if (of === resource && !rds.origins.has(arn)) rds.origins.set(arn, instance);
  }
  if (dropBackups) dropAutomatedSnapshots(rds, instance);
  else if (instance.BackupRetentionPeriod) retain(context, instance, instance.BackupRetentionPeriod);
  standalone(context, instance);
  orphan(context, instance);
  rds.clusters.forEach((cluster, at) => {
    const members = cluster.DBClusterMembers?.filter((member) => member.DBInstanceIdentifier !== id) ?? [];
    if (members.length !== cluster.DBClusterMembers?.length)
      rds.clusters[at] = { ...cluster, DBClusterMembers: members };
  });
  const maintenance = rds.pendingMaintenance.filter((one) => one.ResourceIdentifier !== instance.DBInstanceArn);
  rds.pendingMaintenance.splice(0, rds.pendingMaintenance.length, ...maintenance);
  const at = rds.instances.findIndex((one) => one.DbiResourceId === resource);
  if (at >= 0) rds.instances.splice(at, 1);
  happened(context, instance, 'deletion', 'DB instance deleted');
}

/** What is retained ends where the instance ended, and goes when its days are over. */
function retain(context: SandboxContext, instance: DBInstance, days: number): void {
  const { region, world } = context;
  const { rds } = region;
  const { DbiResourceId: resource = '' } = instance;
  const late = { ...context, now: world.clock.now() };
  const backup = backupOf(late, instance, 'retained');
  const { LatestTime: LatestRestorableTime } = backup.RestoreWindow ?? {};
  rds.retainedBackups.push(backup);
  rds.departed.set(resource, { ...instance, DBInstanceStatus: 'stopped', LatestRestorableTime });
  world.clock.after(days * 24 * HOUR_MS, () => {
    const others = rds.retainedBackups.filter((one) => one.DbiResourceId !== resource);
    rds.retainedBackups.splice(0, rds.retainedBackups.length, ...others);
    rds.departed.delete(resource);
    dropAutomatedSnapshots(rds, instance);
  });
}
