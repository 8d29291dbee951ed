import type { restoreDBInstanceFromDBSnapshot, restoreDBInstanceToPointInTime } from '../../aws/changes/rds.ts';
import type { DBInstance } from '../../aws/rds.ts';

type FromSnapshot = Parameters<typeof restoreDBInstanceFromDBSnapshot>[0];
type ToPointInTime = Parameters<typeof restoreDBInstanceToPointInTime>[0];
/** What both ways to restore take alike. */
export type Restored = { readonly [Key in keyof FromSnapshot & keyof ToPointInTime]?: FromSnapshot[Key] };

/** What is restored, where it is not the source as it is today. */
export interface Origin {
  readonly engineVersion: string;
  readonly allocatedGib: number;
}

/**
 * Every setting of an instance that a restore takes: what is not said, AWS decides anew, and not as the source has it.
 * The zone is AWS's choice, since the source's own may be why it has to be restored; protection against deletion comes
 * last, since what is protected could not be taken away again.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
 */
export function restoredAs(source: DBInstance, origin: Origin): Restored {
  const [domain] = source.DomainMemberships ?? [];
  const logs = source.EnabledCloudwatchLogsExports ?? [];
  return {
    DBInstanceClass: source.DBInstanceClass,
    Port: source.Endpoint?.Port,
    DBSubnetGroupName: source.DBSubnetGroup?.DBSubnetGroupName,
    VpcSecurityGroupIds: securityGroupsOf(source),
    MultiAZ: source.MultiAZ,
    PubliclyAccessible: source.PubliclyAccessible,
    NetworkType: source.NetworkType,
    ...(isOfSameMajor(source, origin) && {
      DBParameterGroupName: source.DBParameterGroups?.[0]?.DBParameterGroupName,
      OptionGroupName: source.OptionGroupMemberships?.[0]?.OptionGroupName,
    }),
    ...storageOf(source, origin),
    DedicatedLogVolume: source.DedicatedLogVolume,
    AutoMinorVersionUpgrade: source.AutoMinorVersionUpgrade,
    EnableIAMDatabaseAuthentication: source.IAMDatabaseAuthenticationEnabled,
    EnableCloudwatchLogsExports: logs.length > 0 ? logs : undefined,
    CACertificateIdentifier: source.CACertificateIdentifier,
    CopyTagsToSnapshot: source.CopyTagsToSnapshot,
    BackupRetentionPeriod: source.BackupRetentionPeriod,
    EngineLifecycleSupport: source.EngineLifecycleSupport,
    ...(source.ProcessorFeatures?.length && { ProcessorFeatures: source.ProcessorFeatures }),
    Domain: domain?.Domain,
    DomainIAMRoleName: domain?.IAMRoleName,
  };
}

export function securityGroupsOf({ VpcSecurityGroups = [] }: DBInstance): string[] {
  return VpcSecurityGroups.flatMap(({ VpcSecurityGroupId: id }) => id ?? []).toSorted();
}

/** A parameter group belongs to one major version: the source may have been upgraded since. */
export function isOfSameMajor({ Engine: engine = '', EngineVersion: now = '' }: DBInstance, then: Origin): boolean {
  return majorOf(engine, now) === majorOf(engine, then.engineVersion);
}

export function allocatedGibOf({ AllocatedStorage: now = 0 }: DBInstance, { allocatedGib }: Origin): number {
  return Math.max(now, allocatedGib);
}

/** PostgreSQL 16.10 is of major version 16, MySQL 8.0.40 of 8.0: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html */
function majorOf(engine: string, version: string): string {
  const parts = version.split('.');
  return parts.slice(0, engine.includes('postgres') && Number(parts[0]) >= 10 ? 1 : 2).join('.');
}

/**
 * What gp3 gives without being asked must not be asked for where the storage is small, and SQL Server takes no size.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
 */
function storageOf(source: DBInstance, origin: Origin): Restored {
  const { StorageType: type = '', Iops: iops = 0, StorageThroughput: throughput = 0, Engine: engine = '' } = source;
  const isBaseline = type === 'gp3' && iops <= 3000 && throughput <= 125;
  const hasIops = ['gp3', 'io1', 'io2'].includes(type) && !isBaseline;
  return {
    StorageType: type,
    ...(!engine.startsWith('sqlserver') && { AllocatedStorage: allocatedGibOf(source, origin) }),
    ...(hasIops && { Iops: iops }),
    ...(hasIops && type === 'gp3' && { StorageThroughput: throughput }),
  };
}
