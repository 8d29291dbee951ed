import type { DBInstance, Tag } from '@aws-sdk/client-rds';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { performanceOf, rdsArn } from '../../world/newcomer/rds/makers.ts';
import { hash } from '../../world/random.ts';
import { parameterGroupFor } from './birth.ts';
import { madeId } from './instances.ts';
import { invalid } from './listing.ts';
import { isPublicByDefault, securityGroupsFor, subnetGroupFor, zonesOf } from './network.ts';
import { requireOrderable } from './orderable.ts';

/** What every request for a new instance may say; what it does not say, AWS decides. */
export interface Asked {
  readonly DBInstanceClass?: string | undefined;
  readonly AllocatedStorage?: number | undefined;
  readonly AutoMinorVersionUpgrade?: boolean | undefined;
  readonly AvailabilityZone?: string | undefined;
  readonly BackupRetentionPeriod?: number | undefined;
  readonly CACertificateIdentifier?: string | undefined;
  readonly CopyTagsToSnapshot?: boolean | undefined;
  readonly DBParameterGroupName?: string | undefined;
  readonly DBSubnetGroupName?: string | undefined;
  readonly DeletionProtection?: boolean | undefined;
  readonly EnableCloudwatchLogsExports?: string[] | undefined;
  readonly EnableIAMDatabaseAuthentication?: boolean | undefined;
  readonly Iops?: number | undefined;
  readonly KmsKeyId?: string | undefined;
  readonly MaxAllocatedStorage?: number | undefined;
  readonly MultiAZ?: boolean | undefined;
  readonly OptionGroupName?: string | undefined;
  readonly Port?: number | undefined;
  readonly PreferredBackupWindow?: string | undefined;
  readonly PreferredMaintenanceWindow?: string | undefined;
  readonly PubliclyAccessible?: boolean | undefined;
  readonly StorageThroughput?: number | undefined;
  readonly StorageType?: string | undefined;
  readonly VpcSecurityGroupIds?: string[] | undefined;
}

/** What comes from elsewhere: the source of a restore, or the request that creates something empty. */
export type Given = Pick<
  DBInstance,
  | 'DBName'
  | 'Engine'
  | 'EngineVersion'
  | 'MasterUsername'
  | 'LicenseModel'
  | 'StorageEncrypted'
  | 'KmsKeyId'
  | 'DBInstanceClass'
  | 'AllocatedStorage'
  | 'BackupRetentionPeriod'
> & { readonly id: string; readonly port: number | undefined; readonly tags: readonly Tag[] };

/**
 * A new instance as AWS makes it: the class, size, engine and port of its source, and AWS's own defaults for the rest.
 * Security groups, parameter group, zones, protection, public access and tags for snapshots are not the source's.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
 */
export function newInstance(context: SandboxContext, given: Given, asked: Asked): DBInstance {
  const { region } = context;
  const place = { accountId: region.accountId, region: region.name };
  const { id, port, tags, ...source } = given;
  const { MultiAZ = false, StorageType = asked.Iops === undefined ? 'gp3' : 'io1' } = asked;
  if (MultiAZ && asked.AvailabilityZone !== undefined) {
    throw combination('AvailabilityZone cannot be specified for a Multi-AZ DB instance.');
  }
  const instanceClass = asked.DBInstanceClass ?? source.DBInstanceClass;
  requireOrderable(context, { ...source, DBInstanceClass: instanceClass });
  const retention = asked.BackupRetentionPeriod ?? source.BackupRetentionPeriod ?? 1;
  if (retention < 0 || retention > 35) throw invalid(`Invalid backup retention period: ${retention}`);
  const group = parameterGroupFor(context, source, asked.DBParameterGroupName);
  const gib = storageOf(source, asked);
  const subnets = subnetGroupFor(context, asked.DBSubnetGroupName);
  const securityGroups = securityGroupsFor(context, subnets.VpcId, asked.VpcSecurityGroupIds);
  const [zone, standby] = zonesFor(subnets, asked.AvailabilityZone);
  if (MultiAZ && standby === undefined) {
    const message = 'The DB subnet group does not cover enough Availability Zones for a Multi-AZ deployment.';
    throw new SandboxError('DBSubnetGroupDoesNotCoverEnoughAZs', message);
  }
  const { Engine: engine = '' } = source;
  return {
    ...source,
    DBInstanceIdentifier: id,
    DBInstanceArn: rdsArn(place, 'db', id),
    DbiResourceId: madeId(context, 'db-'),
    DBInstanceClass: instanceClass,
    AllocatedStorage: gib,
    Endpoint: { Port: asked.Port ?? port },
    PreferredBackupWindow: asked.PreferredBackupWindow ?? halfHour(id, 3),
    PreferredMaintenanceWindow: asked.PreferredMaintenanceWindow ?? maintenanceWindow(id),
    BackupRetentionPeriod: retention,
    DBSecurityGroups: [],
    VpcSecurityGroups: securityGroups,
    DBParameterGroups: [{ DBParameterGroupName: group, ParameterApplyStatus: 'in-sync' }],
    AvailabilityZone: zone,
    ...(MultiAZ && { SecondaryAvailabilityZone: standby }),
    MultiAZ,
    DBSubnetGroup: subnets,
    PendingModifiedValues: {},
    AutoMinorVersionUpgrade: asked.AutoMinorVersionUpgrade ?? true,
    ReadReplicaDBInstanceIdentifiers: [],
    ...performance(engine, gib, asked),
    OptionGroupMemberships: [{ OptionGroupName: asked.OptionGroupName ?? `default:${engine}`, Status: 'in-sync' }],
    PubliclyAccessible: asked.PubliclyAccessible ?? isPublicByDefault(context, subnets.VpcId),
    StorageType,
    DbInstancePort: 0,
    CACertificateIdentifier: asked.CACertificateIdentifier ?? 'rds-ca-rsa2048-g1',
    DomainMemberships: [],
    CopyTagsToSnapshot: asked.CopyTagsToSnapshot ?? false,
    MonitoringInterval: 0,
    IAMDatabaseAuthenticationEnabled: asked.EnableIAMDatabaseAuthentication ?? false,
    DatabaseInsightsMode: 'standard',
    PerformanceInsightsEnabled: false,
    DeletionProtection: asked.DeletionProtection ?? false,
    AssociatedRoles: [],
    TagList: [...tags],
    ...(asked.EnableCloudwatchLogsExports && { EnabledCloudwatchLogsExports: asked.EnableCloudwatchLogsExports }),
    ...(asked.MaxAllocatedStorage !== undefined && { MaxAllocatedStorage: asked.MaxAllocatedStorage }),
    CustomerOwnedIpEnabled: false,
    NetworkType: 'IPV4',
    BackupTarget: 'region',
    DedicatedLogVolume: false,
    EngineLifecycleSupport: 'open-source-rds-extended-support',
  };
}

function storageOf({ Engine: engine, AllocatedStorage: had = 20 }: Partial<Given>, asked: Asked): number {
  const { AllocatedStorage: gib = had, MaxAllocatedStorage: most, StorageType: type = 'gp3' } = asked;
  if (gib < 20 || gib > 65_536) {
    throw combination(`Invalid storage size for engine name ${engine} and storage type ${type}: ${gib}`);
  }
  if (gib < had) throw combination(`The allocated storage of ${gib} GiB is less than the ${had} GiB of the source.`);
  if (most !== undefined && most <= gib) throw combination('Max storage size must be greater than storage size');
  return gib;
}

/** Below 400 GiB the IOPS and the throughput of gp3 are what they are. */
export function performance(
  engine: string,
  gib: number,
  { Iops, StorageThroughput, StorageType }: Pick<Asked, 'Iops' | 'StorageThroughput' | 'StorageType'>,
): Pick<DBInstance, 'Iops' | 'StorageThroughput'> {
  const baseline = performanceOf(engine, gib);
  const isGp3 = StorageType === 'gp3' || (StorageType === undefined && Iops === undefined);
  if (isGp3 && gib < 400 && (Iops ?? StorageThroughput) !== undefined) {
    throw combination(
      `You can't specify IOPS or storage throughput for engine ${engine} and a storage size less than 400.`,
    );
  }
  if (StorageType === 'gp2') return {};
  return {
    Iops: Iops ?? baseline.Iops,
    ...(isGp3 && { StorageThroughput: StorageThroughput ?? baseline.StorageThroughput }),
  };
}

function zonesFor(subnets: NonNullable<DBInstance['DBSubnetGroup']>, wanted: string | undefined): string[] {
  const zones = zonesOf(subnets);
  if (wanted === undefined) return zones;
  if (zones.includes(wanted)) return [wanted];
  const message = `The requested Availability Zone ${wanted} is not in DB subnet group ${subnets.DBSubnetGroupName}.`;
  throw combination(message);
}

/** AWS picks a half-hour of the night; here it follows from the name. */
function halfHour(id: string, from: number): string {
  const half = hash(id) % 16;
  const at = (step: number): string => {
    const minutes = from * 60 + step * 30;
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  };
  return `${at(half)}-${at(half + 1)}`;
}

function maintenanceWindow(id: string): string {
  const day = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][hash(`${id}/day`) % 7] ?? 'sun';
  const [from = '', until = ''] = halfHour(`${id}/maintenance`, 12).split('-');
  return `${day}:${from}-${day}:${until}`;
}

export function combination(message: string): SandboxError {
  return new SandboxError('InvalidParameterCombination', message);
}
