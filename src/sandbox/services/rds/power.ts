import type * as Rds from '@aws-sdk/client-rds';
import type { DBInstance } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import { failOver } from './apply-pending.ts';
import { happened } from './happened.ts';
import { instanceNamed, instanceWith, isUsable, requireUsable } from './instances.ts';
import { standalone } from './replicas.ts';
import { combination } from './settings.ts';
import { HOUR_MS, MINUTE_MS, passThrough, SECOND_MS } from './stages.ts';
import { newSnapshotId, takeSnapshot } from './take-snapshot.ts';

/** AWS starts what is stopped again after a week: it would miss its maintenance otherwise. */
const STOPPED_AT_MOST_MS = 7 * 24 * HOUR_MS;

export const power = {
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RebootDBInstance.html */
  RebootDBInstance(input, context) {
    const instance = instanceNamed(context, input.DBInstanceIdentifier);
    const { ForceFailover: force = false } = input;
    if (!isUsable(instance)) {
      throw wrongState('Instance cannot currently reboot due to an in-progress management operation.');
    }
    if (force && !instance.MultiAZ) {
      throw combination('Reboot Instance with Force Failover is only valid for Multi-AZ instances.');
    }
    passThrough(context, instance.DbiResourceId, [{ status: 'rebooting', ms: MINUTE_MS }], (late) => {
      happened(context, late, 'availability', 'DB instance restarted');
      // A fail-over leaves parameters as they are: only a restart reads them.
      return force ? failOver(context, late) : readParameters(late);
    });
    return answer(context, instance);
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StopDBInstance.html */
  StopDBInstance(input, context) {
    const { region, world } = context;
    const instance = instanceNamed(context, input.DBInstanceIdentifier);
    const { DBInstanceIdentifier: id, DbiResourceId: resource = '', Engine: engine } = instance;
    if (instance.DBClusterIdentifier !== undefined) {
      throw combination(`${engine} DB instances are not eligible for stopping and starting.`);
    }
    if (instance.ReadReplicaSourceDBInstanceIdentifier !== undefined) {
      throw wrongState(`Cannot stop the DB instance ${id} because it is a read replica.`);
    }
    if ((instance.ReadReplicaDBInstanceIdentifiers ?? []).length > 0) {
      throw wrongState(`Cannot stop the DB instance ${id} because it has read replicas.`);
    }
    requireUsable(instance, `Instance ${id} is not in available state.`);
    if (input.DBSnapshotIdentifier !== undefined) {
      const name = newSnapshotId(context, input.DBSnapshotIdentifier, 'DBSnapshotIdentifier');
      takeSnapshot(context, instance, { id: name });
    }
    const stopping = { status: 'stopping', ms: 3 * MINUTE_MS };
    const stopped = { status: 'stopped', ms: STOPPED_AT_MOST_MS, enter: atRest };
    passThrough(context, resource, [stopping, stopped, { status: 'starting', ms: 5 * MINUTE_MS, enter: woken }]);
    return answer(context, instance);

    function atRest(late: DBInstance): Partial<DBInstance> {
      happened(context, late, 'notification', 'DB instance stopped');
      const now = world.clock.now().getTime();
      const since = late.BackupRetentionPeriod ? { LatestRestorableTime: new Date(now - SECOND_MS) } : {};
      region.rds.optimizingUntil.delete(resource);
      return { AutomaticRestartTime: new Date(now + STOPPED_AT_MOST_MS), ...since };
    }

    function woken(late: DBInstance): Partial<DBInstance> {
      const message = 'DB instance is being started due to it exceeding the maximum allowed time being stopped.';
      happened(context, late, 'notification', message);
      return { AutomaticRestartTime: undefined };
    }
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartDBInstance.html */
  StartDBInstance(input, context) {
    const instance = instanceNamed(context, input.DBInstanceIdentifier);
    const { DBInstanceIdentifier: id, DBInstanceStatus: status } = instance;
    if (status !== 'stopped') throw wrongState(`Instance ${id} is not stopped, it cannot be started.`);
    const starting = { status: 'starting', ms: 5 * MINUTE_MS, enter: () => ({ AutomaticRestartTime: undefined }) };
    passThrough(context, instance.DbiResourceId, [starting], (late) => {
      happened(context, late, 'notification', 'DB instance started');
      return {};
    });
    return answer(context, instance);
  },

  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PromoteReadReplica.html */
  PromoteReadReplica(input, context) {
    const instance = instanceNamed(context, input.DBInstanceIdentifier);
    const { DBInstanceIdentifier: id, ReadReplicaSourceDBInstanceIdentifier: source } = instance;
    if (source === undefined) throw wrongState(`DB Instance is not a read replica: ${id}`);
    requireUsable(instance);
    const { PreferredBackupWindow = instance.PreferredBackupWindow } = input;
    const BackupRetentionPeriod = input.BackupRetentionPeriod ?? (instance.BackupRetentionPeriod || 1);
    const stages = [
      { status: 'modifying', ms: 3 * MINUTE_MS },
      { status: 'rebooting', ms: 2 * MINUTE_MS, enter: (late: DBInstance) => standalone(context, late) },
    ];
    passThrough(context, instance.DbiResourceId, stages, (late) => {
      happened(context, late, 'read replica', 'Promoted Read Replica instance to stand-alone database instance.');
      return { BackupRetentionPeriod, PreferredBackupWindow };
    });
    return answer(context, instance);
  },
} satisfies Handlers<typeof Rds>;

function answer({ region }: SandboxContext, { DbiResourceId: resource }: DBInstance): { DBInstance: DBInstance } {
  return { DBInstance: { ...instanceWith(region.rds, resource) } };
}

function readParameters({ DBParameterGroups: groups }: DBInstance): Partial<DBInstance> {
  return { DBParameterGroups: groups?.map((one) => ({ ...one, ParameterApplyStatus: 'in-sync' })) };
}

function wrongState(message: string): SandboxError {
  return new SandboxError('InvalidDBInstanceState', message);
}
