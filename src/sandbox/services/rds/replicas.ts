import type * as Rds from '@aws-sdk/client-rds';
import type { DBInstance } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { Handlers, SandboxContext } from '../../handlers.ts';
import { giveBirth } from './birth.ts';
import { changeInstance, instanceNamed, isUsable, newInstanceId } from './instances.ts';
import { required } from './listing.ts';
import { regionOf } from './rename.ts';
import { combination, newInstance } from './settings.ts';
import { MINUTE_MS } from './stages.ts';

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html */
const MOST_REPLICAS = 15;

export const replicas = {
  /** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html */
  CreateDBInstanceReadReplica(input, context) {
    const id = newInstanceId(context, input.DBInstanceIdentifier);
    const named = required(input.SourceDBInstanceIdentifier, 'SourceDBInstanceIdentifier');
    const there = regionOf(context, named);
    const abroad = there !== context.region;
    const source = instanceNamed({ ...context, region: there }, named);
    requireSource(source);
    if (abroad && source.StorageEncrypted && input.KmsKeyId === undefined) {
      throw combination('KmsKeyId is required for a cross-Region read replica of an encrypted DB instance.');
    }
    const KmsKeyId = input.KmsKeyId ?? source.KmsKeyId;
    const given = {
      id,
      port: source.Endpoint?.Port,
      tags: input.Tags ?? [],
      DBName: source.DBName,
      Engine: source.Engine,
      EngineVersion: source.EngineVersion,
      MasterUsername: source.MasterUsername,
      LicenseModel: source.LicenseModel,
      StorageEncrypted: source.StorageEncrypted,
      ...(KmsKeyId !== undefined && { KmsKeyId }),
      DBInstanceClass: source.DBInstanceClass,
      AllocatedStorage: source.AllocatedStorage,
      // Replicas keep no backups of their own, unless told to later.
      BackupRetentionPeriod: 0,
    };
    // In the source's region a replica is in its network and has its parameters, elsewhere it has AWS's.
    const near = {
      DBSubnetGroupName: source.DBSubnetGroup?.DBSubnetGroupName,
      DBParameterGroupName: source.DBParameterGroups?.[0]?.DBParameterGroupName,
    };
    const asked = { AutoMinorVersionUpgrade: source.AutoMinorVersionUpgrade, ...(abroad ? {} : near), ...input };
    const replica: DBInstance = {
      ...newInstance(context, given, asked),
      ReadReplicaSourceDBInstanceIdentifier: abroad ? source.DBInstanceArn : source.DBInstanceIdentifier,
      StatusInfos: [{ StatusType: 'read replication', Normal: true, Status: 'replicating' }],
    };
    const known = source.ReadReplicaDBInstanceIdentifiers ?? [];
    changeInstance(there.rds, source.DbiResourceId, {
      ReadReplicaDBInstanceIdentifiers: [...known, (abroad ? replica.DBInstanceArn : id) ?? id],
    });
    // A snapshot of the source comes first, and travels.
    const extraMs = abroad ? 15 * MINUTE_MS : 5 * MINUTE_MS;
    const words = 'Replication for the Read Replica resumed';
    return { DBInstance: { ...giveBirth(context, replica, { words, category: 'read replica', extraMs, source }) } };
  },
} satisfies Handlers<typeof Rds>;

function requireSource(source: DBInstance): void {
  const refuse = (message: string) => new SandboxError('InvalidDBInstanceState', message);
  if (source.DBClusterIdentifier !== undefined) {
    throw refuse('The source is a member of a DB cluster: add an instance to the cluster instead.');
  }
  if (!isUsable(source)) throw refuse('Source DB instance is not in available state.');
  if (!source.BackupRetentionPeriod) {
    throw refuse(
      'Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.',
    );
  }
  if ((source.ReadReplicaDBInstanceIdentifiers ?? []).length >= MOST_REPLICAS) {
    throw refuse(`A DB instance can have no more than ${MOST_REPLICAS} read replicas.`);
  }
}

/** Cuts a replica from its source: neither knows the other any more. */
export function standalone(context: SandboxContext, replica: DBInstance): Partial<DBInstance> {
  const { ReadReplicaSourceDBInstanceIdentifier: source, DBInstanceIdentifier: id, DBInstanceArn: arn } = replica;
  if (source === undefined) return {};
  const there = regionOf(context, source);
  const found = there.rds.instances.find((one) => one.DBInstanceArn === source || one.DBInstanceIdentifier === source);
  if (found) {
    changeInstance(there.rds, found.DbiResourceId, {
      ReadReplicaDBInstanceIdentifiers: found.ReadReplicaDBInstanceIdentifiers?.filter(
        (one) => one !== id && one !== arn,
      ),
    });
  }
  return { ReadReplicaSourceDBInstanceIdentifier: undefined, StatusInfos: undefined };
}

/** When a source goes, its replicas stand alone. */
export function orphan(context: SandboxContext, source: DBInstance): void {
  for (const name of source.ReadReplicaDBInstanceIdentifiers ?? []) {
    const there = regionOf(context, name);
    const found = there.rds.instances.find((one) => one.DBInstanceArn === name || one.DBInstanceIdentifier === name);
    changeInstance(there.rds, found?.DbiResourceId, {
      ReadReplicaSourceDBInstanceIdentifier: undefined,
      StatusInfos: undefined,
    });
  }
}
