import type * as Rds from '@aws-sdk/client-rds';
import type { DBInstance, PendingModifiedValues } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { familyOf } from '../../world/newcomer/rds/makers.ts';
import { changesStorage } from './apply-pending.ts';
import { newInstanceId } from './instances.ts';
import { invalid } from './listing.ts';
import { subnetGroupFor } from './network.ts';
import { requireOrderable } from './orderable.ts';
import { combination, performance } from './settings.ts';

export type ModifyInput = Rds.ModifyDBInstanceCommandInput;

/** What of a modification can wait for the maintenance window. @throws SandboxError for what cannot be at all */
export function deferrable(context: SandboxContext, instance: DBInstance, input: ModifyInput): PendingModifiedValues {
  if (input.DBSubnetGroupName !== undefined) throw moved(context, instance, input.DBSubnetGroupName);
  const { MultiAZ, LicenseModel, CACertificateIdentifier, DBPortNumber } = input;
  const { EnableIAMDatabaseAuthentication: iam } = input;
  if (MultiAZ !== undefined && instance.DBClusterIdentifier !== undefined) {
    throw combination('The specified DB instance is a member of a DB cluster, which cannot be Multi-AZ by itself.');
  }
  return {
    ...versionOf(context, instance, input),
    ...classOf(context, instance, input),
    ...storageOf(context, instance, input),
    ...retentionOf(instance, input),
    ...nameOf(context, instance, input),
    ...(MultiAZ !== undefined && { MultiAZ }),
    ...(LicenseModel !== undefined && { LicenseModel }),
    ...(CACertificateIdentifier !== undefined && { CACertificateIdentifier }),
    ...(DBPortNumber !== undefined && { Port: DBPortNumber }),
    ...(iam !== undefined && { IAMDatabaseAuthenticationEnabled: iam }),
  };
}

function classOf(context: SandboxContext, instance: DBInstance, input: ModifyInput): PendingModifiedValues {
  const { DBInstanceClass, EngineVersion = instance.EngineVersion } = input;
  if (DBInstanceClass === undefined) return {};
  requireOrderable(context, { ...instance, EngineVersion, DBInstanceClass }, 'runs');
  return { DBInstanceClass };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html */
function storageOf({ region, now }: SandboxContext, instance: DBInstance, input: ModifyInput): PendingModifiedValues {
  if (!changesStorage(input)) return {};
  const { AllocatedStorage: had = 1, DbiResourceId: resource = '', Engine: engine = '' } = instance;
  if (instance.DBClusterIdentifier !== undefined) {
    const message =
      "The specified DB instance is a member of a DB Cluster. Storage grows based on usage. You don't need to set it explicitly.";
    throw combination(message);
  }
  const { AllocatedStorage: wanted, Iops, StorageThroughput, StorageType } = input;
  const type = StorageType ?? instance.StorageType;
  if (wanted !== undefined && (wanted < had || wanted > 65_536)) {
    throw combination(`Invalid storage size for engine name ${engine} and storage type ${type}: ${wanted}`);
  }
  // Less than a tenth more is rounded up to that.
  const gib = wanted === undefined || wanted === had ? had : Math.max(wanted, Math.ceil(had * 1.1));
  const asked = { Iops, StorageThroughput, StorageType: type };
  performance(engine, gib, asked);
  const values: PendingModifiedValues = {
    ...(gib !== had && { AllocatedStorage: gib }),
    ...(Iops !== undefined && Iops !== instance.Iops && { Iops }),
    ...(StorageThroughput !== undefined && StorageThroughput !== instance.StorageThroughput && { StorageThroughput }),
    ...(StorageType !== undefined && StorageType !== instance.StorageType && { StorageType }),
  };
  if (changesStorage(values) && (region.rds.storageHeldUntil.get(resource) ?? 0) > now.getTime()) {
    throw combination(
      "You can't currently modify the storage of this DB instance because the previous storage change is being optimized.",
    );
  }
  return values;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html */
function versionOf({ region }: SandboxContext, instance: DBInstance, input: ModifyInput): PendingModifiedValues {
  const { EngineVersion: wanted, AllowMajorVersionUpgrade: major = false, DBParameterGroupName: group } = input;
  const { Engine: engine = '', EngineVersion: version = '' } = instance;
  if (wanted === undefined || wanted === version) return wanted === undefined ? {} : { EngineVersion: wanted };
  const versions = region.rds.engineVersions.filter((one) => one.Engine === engine);
  if (!versions.some((one) => one.EngineVersion === wanted)) {
    throw combination(`Cannot find version ${wanted} for ${engine}`);
  }
  const targets = versions.find((one) => one.EngineVersion === version)?.ValidUpgradeTarget ?? [];
  const target = targets.find((one) => one.EngineVersion === wanted);
  if (!target) throw combination(`Cannot upgrade ${engine} from ${version} to ${wanted}`);
  if (!target.IsMajorVersionUpgrade) return { EngineVersion: wanted };
  if (!major) {
    throw combination('The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.');
  }
  const [had] = instance.DBParameterGroups ?? [];
  if (group === undefined && !had?.DBParameterGroupName?.startsWith('default.')) {
    throw combination(
      `The current DB instance parameter group ${had?.DBParameterGroupName} is custom. You must explicitly specify a new DB parameter group in ${familyOf(engine, wanted)} for the engine version upgrade.`,
    );
  }
  return { EngineVersion: wanted };
}

function retentionOf(instance: DBInstance, { BackupRetentionPeriod: days }: ModifyInput): PendingModifiedValues {
  if (days === undefined) return {};
  if (instance.DBClusterIdentifier !== undefined) {
    throw combination(
      'The specified DB Instance is a member of a cluster and its backup retention should not be modified directly. Instead, modify the backup retention of the cluster using the ModifyDbCluster API',
    );
  }
  if (days < 0 || days > 35) throw invalid(`Invalid backup retention period: ${days}`);
  if (days === 0 && (instance.ReadReplicaDBInstanceIdentifiers ?? []).length > 0) {
    const message = 'Automated backups cannot be disabled for a DB instance that is the source of read replicas.';
    throw new SandboxError('InvalidDBInstanceState', message);
  }
  return days === 0 || !instance.BackupRetentionPeriod ? { BackupRetentionPeriod: days } : {};
}

function nameOf(context: SandboxContext, instance: DBInstance, { NewDBInstanceIdentifier: name }: ModifyInput) {
  if (name === undefined) return {};
  if (name.toLowerCase() === instance.DBInstanceIdentifier) return {};
  return { DBInstanceIdentifier: newInstanceId(context, name) };
}

/** Within a VPC AWS refuses it; from one VPC to another nothing moves in this world. */
function moved(context: SandboxContext, instance: DBInstance, wanted: string): SandboxError {
  const { DBInstanceIdentifier: id, DBSubnetGroup: had } = instance;
  if (subnetGroupFor(context, wanted).VpcId !== had?.VpcId) {
    return new SandboxError('NotImplemented', `The sandbox does not move ${id} into another VPC.`, 501);
  }
  return new SandboxError(
    'InvalidVPCNetworkStateFault',
    `You cannot move DB instance ${id} to subnet group ${wanted}. The specified DB subnet group and DB instance are in the same VPC. Choose a DB subnet group in different VPC than the specified DB instance and try again.`,
  );
}
