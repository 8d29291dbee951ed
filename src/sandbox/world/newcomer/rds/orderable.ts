import type { DBEngineVersion, OrderableDBInstanceOption } from '@aws-sdk/client-rds';

/** What a storage type can hold (GiB) and do. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html */
const STORAGE_TYPES = [
  { type: 'gp2', least: 20, iops: false, throughput: false },
  { type: 'gp3', least: 20, iops: true, throughput: true },
  { type: 'io1', least: 100, iops: true, throughput: false },
] as const;
const MOST_GIB = 65_536;

/** A few of the classes on offer. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html */
const CLASSES = [
  'db.t3.micro',
  'db.t3.small',
  'db.t3.medium',
  'db.t3.large',
  'db.t4g.micro',
  'db.t4g.small',
  'db.t4g.medium',
  'db.t4g.large',
  'db.m6g.large',
  'db.m6g.xlarge',
  'db.r5.large',
  'db.r5.xlarge',
  'db.r5.2xlarge',
  'db.r6g.large',
  'db.r6g.xlarge',
  'db.r6g.2xlarge',
  'db.r6g.4xlarge',
  'db.r7g.large',
  'db.r7g.xlarge',
  'db.r7g.2xlarge',
];
const AURORA_CLASSES = CLASSES.filter((name) => /^db\.(r\d|t\dg?\.(medium|large))/.test(name));

/** One for each version that can be ordered, class and storage type, as a region offers them. */
export function orderableOptions(region: string, versions: readonly DBEngineVersion[]): OrderableDBInstanceOption[] {
  return versions
    .filter(({ Status }) => Status === 'available')
    .flatMap(({ Engine = '', EngineVersion = '' }) => {
      const aurora = Engine.startsWith('aurora');
      const storages = aurora ? [{ type: 'aurora', least: 0, iops: false, throughput: false } as const] : STORAGE_TYPES;
      return (aurora ? AURORA_CLASSES : CLASSES).flatMap((DBInstanceClass) =>
        storages.map((storage): OrderableDBInstanceOption => ({
          Engine,
          EngineVersion,
          DBInstanceClass,
          LicenseModel: Engine.includes('postgres') ? 'postgresql-license' : 'general-public-license',
          AvailabilityZones: ['a', 'b', 'c'].map((zone) => ({ Name: `${region}${zone}` })),
          MultiAZCapable: !aurora,
          ReadReplicaCapable: true,
          Vpc: true,
          SupportsStorageEncryption: true,
          StorageType: storage.type,
          SupportsIops: storage.iops,
          SupportsStorageThroughput: storage.throughput,
          SupportsEnhancedMonitoring: true,
          SupportsIAMDatabaseAuthentication: true,
          SupportsPerformanceInsights: !/micro|small/.test(DBInstanceClass),
          ...(!aurora && { MinStorageSize: storage.least, MaxStorageSize: MOST_GIB }),
          AvailableProcessorFeatures: [],
          SupportedEngineModes: aurora ? ['provisioned'] : [],
          SupportsStorageAutoscaling: !aurora,
          SupportsKerberosAuthentication: true,
          OutpostCapable: false,
          SupportedActivityStreamModes: aurora ? ['sync', 'async'] : [],
          SupportsGlobalDatabases: aurora && !DBInstanceClass.startsWith('db.t'),
          SupportsClusters: false,
          SupportedNetworkTypes: ['IPV4', 'DUAL'],
          SupportsDedicatedLogVolume: false,
        })),
      );
    });
}
