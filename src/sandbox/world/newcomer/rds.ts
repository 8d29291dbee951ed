import type {
  DBCluster,
  DBClusterSnapshot,
  DBEngineVersion,
  DBInstance,
  DBInstanceAutomatedBackup,
  DBMajorEngineVersion,
  DBParameterGroup,
  DBSnapshot,
  DBSubnetGroup,
  Event,
  ExportTask,
  GlobalCluster,
  OrderableDBInstanceOption,
  Parameter,
  ResourcePendingMaintenanceActions,
} from '@aws-sdk/client-rds';
import { DATABASES } from './cast.ts';
import { keepBackups, keepClusterBackups } from './rds/backups.ts';
import { engineVersions, majorEngineVersions } from './rds/engine-catalog.ts';
import { MEMBERSHIP } from './rds/global.ts';
import { furnishHome } from './rds/home.ts';
import { type Publication, publishLoad, publishVolume } from './rds/load.ts';
import { dbCluster, dbInstance, dbSubnetGroup, rdsArn } from './rds/makers.ts';
import { parameterGroup, parametersOf } from './rds/parameter-groups.ts';
import { before, DAY_MS, type RegionSeed } from './seed.ts';

/** What one region of an account holds of rds. */
export interface RdsState {
  readonly instances: DBInstance[];
  readonly clusters: DBCluster[];
  readonly snapshots: DBSnapshot[];
  readonly clusterSnapshots: DBClusterSnapshot[];
  /** By snapshot: the accounts that may restore it, `all` for everybody. */
  readonly restorers: Map<string, string[]>;
  /** Instances whose automated backups do not run, whatever their retention says. */
  readonly stalledBackups: Set<string>;
  readonly parameterGroups: DBParameterGroup[];
  /** By group. */
  readonly parameters: Map<string, Parameter[]>;
  readonly clusterParameters: Map<string, Parameter[]>;
  readonly pendingMaintenance: ResourcePendingMaintenanceActions[];
  readonly events: Event[];
  readonly engineVersions: DBEngineVersion[];
  readonly majorEngineVersions: DBMajorEngineVersion[];
  /** What can be ordered beside the catalog, or in the place of its entries: what another account was told. */
  readonly offers: OrderableDBInstanceOption[];
  readonly subnetGroups: DBSubnetGroup[];
  readonly exportTasks: ExportTask[];
  /** Automated backups that were kept when their instance was deleted. */
  readonly retainedBackups: DBInstanceAutomatedBackup[];
  /** By resource id: the instances that those are of, as they were at the end. */
  readonly departed: Map<string, DBInstance>;
  /** By the ARN of a snapshot: the instance that it is of as it was then, which AWS remembers and a snapshot does not show. */
  readonly origins: Map<string, DBInstance>;
  /** By resource id: until when (milliseconds since 1970) the storage of an instance cannot be changed again. */
  readonly storageHeldUntil: Map<string, number>;
  /** By resource id: until when (milliseconds since 1970) the storage of an instance is being optimized. */
  readonly optimizingUntil: Map<string, number>;
  /** Resource ids of the instances that a nightly backup has been arranged for. */
  readonly backedUp: Set<string>;
  /** By resource id: which of the waits for its maintenance window counts, the last one that was begun. */
  readonly awaitedWindows: Map<string, number>;
  /** By resource id: how often an instance has been given a status. What began at an earlier turn is over. */
  readonly turns: Map<string, number>;
  /** Global clusters whose first primary was made here. */
  readonly globalClusters: GlobalCluster[];
  /** By resource id: what CloudWatch shows of an instance. */
  readonly publications: Map<string, Publication>;
  /** Where metrics are published, and the instant that loads are counted from. */
  readonly publisher: Pick<RegionSeed, 'start' | 'metrics'>;
  /** By the ARN of a snapshot: how many restores, exports and copies read it now. */
  readonly readers: Map<string, number>;
  /** How many resources have been made here since the world began: no two of them have one id. */
  made: number;
}

export function seedRds(seed: RegionSeed): RdsState {
  const state: RdsState = {
    instances: [],
    clusters: [],
    snapshots: [],
    clusterSnapshots: [],
    restorers: new Map(),
    stalledBackups: new Set(),
    parameterGroups: [],
    parameters: new Map(),
    clusterParameters: new Map(),
    pendingMaintenance: [],
    events: [],
    engineVersions: engineVersions(),
    majorEngineVersions: majorEngineVersions(),
    offers: [],
    subnetGroups: [],
    exportTasks: [],
    retainedBackups: [],
    departed: new Map(),
    origins: new Map(),
    storageHeldUntil: new Map(),
    optimizingUntil: new Map(),
    backedUp: new Set(),
    awaitedWindows: new Map(),
    turns: new Map(),
    globalClusters: [],
    publications: new Map(),
    publisher: seed,
    readers: new Map(),
    made: 0,
  };
  if (seed.furnishing === 'home') furnishHome(seed, state);
  if (seed.furnishing === 'secondary') furnishSecondary(seed, state);
  return state;
}

/** The disaster recovery region has a replica of the production database. */
function furnishSecondary(seed: RegionSeed, state: RdsState): void {
  const replica = dbInstance(seed, {
    id: DATABASES.replica,
    engine: 'postgres',
    version: '16.10',
    instanceClass: 'db.r6g.large',
    environment: 'production',
    createdAt: before(seed.start, 300 * DAY_MS),
    securityGroup: 'production-db',
    allocatedGib: 1000,
    overrides: {
      ReadReplicaSourceDBInstanceIdentifier: rdsArn({ ...seed, region: 'us-east-1' }, 'db', DATABASES.production),
      StatusInfos: [{ StatusType: 'read replication', Normal: true, Status: 'replicating' }],
    },
  });
  state.instances.push(replica);
  state.subnetGroups.push(dbSubnetGroup(seed, 'production'));
  for (const group of [{ name: 'default.postgres16', family: 'postgres16' }]) {
    state.parameterGroups.push(parameterGroup(seed, group));
    state.parameters.set(group.name, parametersOf(group));
  }
  const load = { cpuPercent: 35, cpuSwing: 26, connections: 40, connectionsSwing: 20, freeMemoryGib: 3 };
  const published = publishLoad(seed, replica, { ...load, freeStorageGib: 620 });
  state.publications.set(replica.DbiResourceId ?? '', published);
  keepBackups(seed, state, replica);
  furnishSecondaryOrders(seed, state);
}

/** The secondary of the orders' global cluster: it is read here, and written where the primary is. */
function furnishSecondaryOrders(seed: RegionSeed, state: RdsState): void {
  const traits = { engine: 'aurora-postgresql', version: '16.9', securityGroup: 'production-db' };
  const createdAt = before(seed.start, 250 * DAY_MS);
  const members = [DATABASES.ordersSecondaryReader];
  const parameterGroupName = 'default.aurora-postgresql16';
  const cluster: DBCluster = {
    ...dbCluster(seed, {
      ...traits,
      id: DATABASES.ordersSecondary,
      createdAt,
      parameterGroup: parameterGroupName,
      members,
    }),
    ReplicationSourceIdentifier: rdsArn({ ...seed, region: 'us-east-1' }, 'cluster', DATABASES.ordersCluster),
  };
  state.clusters.push({
    ...cluster,
    ...MEMBERSHIP,
    DBClusterMembers: cluster.DBClusterMembers?.map((member) => ({ ...member, IsClusterWriter: false })),
  });
  const reader = dbInstance(seed, {
    ...traits,
    id: DATABASES.ordersSecondaryReader,
    instanceClass: 'db.r6g.large',
    environment: 'production',
    createdAt,
    cluster: DATABASES.ordersSecondary,
  });
  state.instances.push(reader);
  publishLoad(seed, reader, { cpuPercent: 24, cpuSwing: 20, connections: 30, connectionsSwing: 16, freeMemoryGib: 4 });
  publishVolume(seed, DATABASES.ordersSecondary, { gib: 412, growthGibPerDay: 0.8 });
  keepClusterBackups(seed, state, cluster);
  state.clusterParameters.set(
    parameterGroupName,
    parametersOf({ name: parameterGroupName, family: 'aurora-postgresql16' }),
  );
}
