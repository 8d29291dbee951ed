import type { DBCluster, DBClusterSnapshot, DBInstance, DBSnapshot, DBSubnetGroup, Tag } from '@aws-sdk/client-rds';
import { ec2Id, type EnvironmentName, hexOf, type Place } from '../cast.ts';

/** What tells one database from another; everything else follows from it. */
export interface DatabaseTraits {
  readonly id: string;
  readonly engine: string;
  readonly version: string;
  readonly instanceClass: string;
  readonly environment: EnvironmentName;
  readonly createdAt: Date;
  readonly securityGroup: string;
  readonly parameterGroup?: string;
  readonly allocatedGib?: number;
  readonly multiAz?: boolean;
  readonly retentionDays?: number;
  readonly encrypted?: boolean;
  readonly cluster?: string;
  /** What differs from an ordinary instance in AWS's own shape. */
  readonly overrides?: Partial<DBInstance>;
}

/** By engine. */
export const PORTS: Readonly<Record<string, number>> = {
  postgres: 5432,
  'aurora-postgresql': 5432,
  mysql: 3306,
  mariadb: 3306,
};

export function rdsArn({ accountId, region }: Place, kind: string, id: string): string {
  return `arn:aws:rds:${region}:${accountId}:${kind}:${id}`;
}

/** An instance that runs, as DescribeDBInstances gives it. */
export function dbInstance(place: Place, traits: DatabaseTraits): DBInstance {
  const { id, engine, version, multiAz = false, retentionDays = 7, encrypted = true } = traits;
  const port = PORTS[engine] ?? 5432;
  const group = traits.parameterGroup ?? `default.${familyOf(engine, version)}`;
  return {
    DBInstanceIdentifier: id,
    DBInstanceClass: traits.instanceClass,
    Engine: engine,
    EngineVersion: version,
    DBInstanceStatus: 'available',
    MasterUsername: 'app',
    DBName: traits.cluster === undefined ? 'app' : 'orders',
    Endpoint: endpoint(place, id, port),
    AllocatedStorage: traits.allocatedGib ?? 1,
    InstanceCreateTime: traits.createdAt,
    PreferredBackupWindow: '03:00-03:30',
    BackupRetentionPeriod: retentionDays,
    DBSecurityGroups: [],
    VpcSecurityGroups: [{ VpcSecurityGroupId: ec2Id(place, 'sg', traits.securityGroup), Status: 'active' }],
    DBParameterGroups: [{ DBParameterGroupName: group, ParameterApplyStatus: 'in-sync' }],
    AvailabilityZone: `${place.region}a`,
    DBSubnetGroup: subnetGroup(place, traits.environment),
    PreferredMaintenanceWindow: 'sun:04:00-sun:04:30',
    PendingModifiedValues: {},
    MultiAZ: multiAz,
    ...(multiAz && { SecondaryAvailabilityZone: `${place.region}b` }),
    AutoMinorVersionUpgrade: true,
    ReadReplicaDBInstanceIdentifiers: [],
    LicenseModel: engine.includes('postgres') ? 'postgresql-license' : 'general-public-license',
    ...performanceOf(engine, traits.allocatedGib ?? 1),
    OptionGroupMemberships: [{ OptionGroupName: `default:${engine}`, Status: 'in-sync' }],
    PubliclyAccessible: false,
    StorageType: engine.startsWith('aurora') ? 'aurora' : 'gp3',
    DbInstancePort: 0,
    ...(traits.cluster !== undefined && { DBClusterIdentifier: traits.cluster, PromotionTier: 1 }),
    StorageEncrypted: encrypted,
    ...(encrypted && { KmsKeyId: kmsKey(place) }),
    DbiResourceId: resourceId(place, 'db', id),
    CACertificateIdentifier: 'rds-ca-rsa2048-g1',
    DomainMemberships: [],
    CopyTagsToSnapshot: true,
    MonitoringInterval: 0,
    DBInstanceArn: rdsArn(place, 'db', id),
    IAMDatabaseAuthenticationEnabled: false,
    DatabaseInsightsMode: 'standard',
    PerformanceInsightsEnabled: false,
    DeletionProtection: traits.environment === 'production',
    AssociatedRoles: [],
    TagList: tags(traits.environment),
    CustomerOwnedIpEnabled: false,
    NetworkType: 'IPV4',
    BackupTarget: 'region',
    DedicatedLogVolume: false,
    EngineLifecycleSupport: 'open-source-rds-extended-support',
    ...traits.overrides,
  };
}

/**
 * What gp3 gives without being asked; from 400 GiB on, PostgreSQL, MySQL and MariaDB get four volumes' worth.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
 */
export function performanceOf(engine: string, allocatedGib: number): Pick<DBInstance, 'Iops' | 'StorageThroughput'> {
  if (engine.startsWith('aurora')) return { StorageThroughput: 0 };
  return allocatedGib < 400 ? { Iops: 3000, StorageThroughput: 125 } : { Iops: 12_000, StorageThroughput: 500 };
}

export interface ClusterTraits {
  readonly id: string;
  readonly engine: string;
  readonly version: string;
  readonly createdAt: Date;
  readonly parameterGroup: string;
  readonly securityGroup: string;
  /** The writer first. */
  readonly members: readonly string[];
}

/** An Aurora cluster of production that runs. */
export function dbCluster(
  place: Place,
  { id, engine, version, createdAt, members, ...traits }: ClusterTraits,
): DBCluster {
  const host = hexOf(place, 12, 'rds-endpoint');
  return {
    AllocatedStorage: 1,
    AvailabilityZones: ['a', 'b', 'c'].map((zone) => `${place.region}${zone}`),
    BackupRetentionPeriod: 7,
    DatabaseName: 'orders',
    DBClusterIdentifier: id,
    DBClusterParameterGroup: traits.parameterGroup,
    DBSubnetGroup: 'production',
    Status: 'available',
    EarliestRestorableTime: new Date(createdAt.getTime()),
    Endpoint: `${id}.cluster-${host}.${place.region}.rds.amazonaws.com`,
    ReaderEndpoint: `${id}.cluster-ro-${host}.${place.region}.rds.amazonaws.com`,
    MultiAZ: members.length > 1,
    Engine: engine,
    EngineVersion: version,
    Port: PORTS[engine] ?? 5432,
    MasterUsername: 'app',
    PreferredBackupWindow: '03:00-03:30',
    PreferredMaintenanceWindow: 'sun:05:00-sun:05:30',
    ReadReplicaIdentifiers: [],
    DBClusterMembers: members.map((member, index) => ({
      DBInstanceIdentifier: member,
      IsClusterWriter: index === 0,
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: 1,
    })),
    VpcSecurityGroups: [{ VpcSecurityGroupId: ec2Id(place, 'sg', traits.securityGroup), Status: 'active' }],
    HostedZoneId: 'Z2R2ITUGPM61AM',
    StorageEncrypted: true,
    KmsKeyId: kmsKey(place),
    DbClusterResourceId: resourceId(place, 'cluster', id),
    DBClusterArn: rdsArn(place, 'cluster', id),
    AssociatedRoles: [],
    IAMDatabaseAuthenticationEnabled: false,
    ClusterCreateTime: createdAt,
    EngineMode: 'provisioned',
    DeletionProtection: true,
    HttpEndpointEnabled: false,
    ActivityStreamStatus: 'stopped',
    CopyTagsToSnapshot: true,
    CrossAccountClone: false,
    DomainMemberships: [],
    TagList: tags('production'),
    AutoMinorVersionUpgrade: true,
    NetworkType: 'IPV4',
    EngineLifecycleSupport: 'open-source-rds-extended-support',
  };
}

export interface SnapshotTraits {
  readonly type: 'automated' | 'manual' | 'awsbackup';
  readonly at: Date;
  /** Of a manual snapshot; the others are named by AWS. */
  readonly id?: string;
}

/** A finished snapshot of an instance. */
export function dbSnapshot(place: Place, instance: DBInstance, { type, at, id }: SnapshotTraits): DBSnapshot {
  const { DBInstanceIdentifier: database = '' } = instance;
  const stamp = at.toISOString().slice(0, 16).replaceAll(/[T:]/g, '-');
  const byAws =
    type === 'automated' ? `rds:${database}-${stamp}` : `awsbackup:job-${hexOf(place, 32, database, stamp)}`;
  const name = id ?? byAws;
  const { KmsKeyId } = instance;
  return {
    DBSnapshotIdentifier: name,
    DBInstanceIdentifier: database,
    SnapshotCreateTime: at,
    OriginalSnapshotCreateTime: at,
    Engine: instance.Engine,
    EngineVersion: instance.EngineVersion,
    AllocatedStorage: instance.AllocatedStorage,
    Status: 'available',
    Port: instance.Endpoint?.Port,
    AvailabilityZone: instance.AvailabilityZone,
    VpcId: instance.DBSubnetGroup?.VpcId,
    InstanceCreateTime: instance.InstanceCreateTime,
    MasterUsername: instance.MasterUsername,
    LicenseModel: instance.LicenseModel,
    SnapshotType: type,
    PercentProgress: 100,
    StorageType: instance.StorageType,
    Encrypted: instance.StorageEncrypted,
    ...(KmsKeyId !== undefined && { KmsKeyId }),
    DBSnapshotArn: rdsArn(place, 'snapshot', name),
    IAMDatabaseAuthenticationEnabled: false,
    ProcessorFeatures: [],
    DbiResourceId: instance.DbiResourceId,
    TagList: instance.TagList,
    SnapshotTarget: 'region',
  };
}

/** A finished snapshot of a cluster. */
export function dbClusterSnapshot(
  place: Place,
  cluster: DBCluster,
  { type, at, id }: SnapshotTraits,
): DBClusterSnapshot {
  const { DBClusterIdentifier: name = '', KmsKeyId } = cluster;
  const snapshot = id ?? `rds:${name}-${at.toISOString().slice(0, 16).replaceAll(/[T:]/g, '-')}`;
  return {
    AvailabilityZones: cluster.AvailabilityZones,
    DBClusterSnapshotIdentifier: snapshot,
    DBClusterIdentifier: name,
    SnapshotCreateTime: at,
    Engine: cluster.Engine,
    EngineMode: 'provisioned',
    EngineVersion: cluster.EngineVersion,
    AllocatedStorage: 0,
    Status: 'available',
    Port: 0,
    VpcId: ec2Id(place, 'vpc', 'production'),
    ClusterCreateTime: cluster.ClusterCreateTime,
    MasterUsername: cluster.MasterUsername,
    LicenseModel: 'postgresql-license',
    SnapshotType: type,
    PercentProgress: 100,
    StorageEncrypted: cluster.StorageEncrypted,
    ...(KmsKeyId !== undefined && { KmsKeyId }),
    DBClusterSnapshotArn: rdsArn(place, 'cluster-snapshot', snapshot),
    IAMDatabaseAuthenticationEnabled: false,
    TagList: cluster.TagList,
    DbClusterResourceId: cluster.DbClusterResourceId,
  };
}

/** `postgres16`, `mysql8.4`, `aurora-postgresql16` */
export function familyOf(engine: string, version: string): string {
  const [major = '', minor = ''] = version.split('.');
  return engine.includes('postgres') ? `${engine}${major}` : `${engine}${major}.${minor}`;
}

/** Where an instance is reached. */
export function endpoint(place: Place, id: string, port: number): DBInstance['Endpoint'] {
  const Address = `${id}.${hexOf(place, 12, 'rds-endpoint')}.${place.region}.rds.amazonaws.com`;
  return { Address, Port: port, HostedZoneId: 'Z2R2ITUGPM61AM' };
}

/** The subnet group of an environment, as DescribeDBSubnetGroups gives it. */
export function dbSubnetGroup(place: Place, environment: EnvironmentName): DBSubnetGroup {
  return {
    ...subnetGroup(place, environment),
    DBSubnetGroupArn: rdsArn(place, 'subgrp', environment),
    SupportedNetworkTypes: ['IPV4'],
  };
}

/** The same as an instance shows it, without its ARN. */
function subnetGroup(place: Place, environment: EnvironmentName): DBSubnetGroup {
  return {
    DBSubnetGroupName: environment,
    DBSubnetGroupDescription: `Private subnets of ${environment}`,
    VpcId: ec2Id(place, 'vpc', environment),
    SubnetGroupStatus: 'Complete',
    Subnets: ['a', 'b'].map((zone) => ({
      SubnetIdentifier: ec2Id(place, 'subnet', `${environment}-private-${zone}`),
      SubnetAvailabilityZone: { Name: `${place.region}${zone}` },
      SubnetOutpost: {},
      SubnetStatus: 'Active',
    })),
  };
}

function resourceId(place: Place, kind: string, id: string): string {
  return `${kind}-${hexOf(place, 26, 'rds', kind, id).toUpperCase()}`;
}

/** The key that RDS encrypts with unless told otherwise. */
export function kmsKey(place: Place): string {
  const hex = hexOf(place, 32, 'kms', 'aws/rds');
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return `arn:aws:kms:${place.region}:${place.accountId}:key/${id}`;
}

function tags(environment: EnvironmentName): Tag[] {
  return [
    { Key: 'Environment', Value: environment },
    { Key: 'Owner', Value: 'platform' },
  ];
}
