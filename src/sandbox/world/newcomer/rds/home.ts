import type { DBInstance } from '@aws-sdk/client-rds';
import { DATABASES, ENVIRONMENTS } from '../cast.ts';
import { before, DAY_MS, HOUR_MS, MINUTE_MS, type RegionSeed } from '../seed.ts';
import type { RdsState } from '../rds.ts';
import { keepBackups, keepClusterBackups } from './backups.ts';
import { globalCluster, MEMBERSHIP } from './global.ts';
import { type Load, publishLoad, publishVolume } from './load.ts';
import { dbCluster, dbClusterSnapshot, dbInstance, dbSnapshot, dbSubnetGroup, familyOf, rdsArn } from './makers.ts';
import { parameterGroup, parametersOf } from './parameter-groups.ts';

const YEAR_MS = 365 * DAY_MS;
const CUSTOM_GROUP = 'production-postgres16';
const CUSTOM_CLUSTER_GROUP = 'orders-aurora-postgresql16';

/** The databases of the production-looking region, and what is wrong with them. */
export function furnishHome(seed: RegionSeed, state: RdsState): void {
  production(seed, state);
  reporting(seed, state);
  idle(seed, state);
  staging(seed, state);
  orders(seed, state);
  parameterGroups(seed, state);
  state.subnetGroups.push(...ENVIRONMENTS.map((environment) => dbSubnetGroup(seed, environment)));
}

/** Multi-AZ and well backed up, but its disk is full in about eleven days. */
function production(seed: RegionSeed, state: RdsState): void {
  const instance = add(
    seed,
    state,
    dbInstance(seed, {
      id: DATABASES.production,
      engine: 'postgres',
      version: '16.10',
      instanceClass: 'db.r6g.xlarge',
      environment: 'production',
      createdAt: before(seed.start, 2 * YEAR_MS),
      securityGroup: 'production-db',
      parameterGroup: CUSTOM_GROUP,
      allocatedGib: 500,
      multiAz: true,
      overrides: {
        ReadReplicaDBInstanceIdentifiers: [rdsArn({ ...seed, region: 'eu-west-1' }, 'db', DATABASES.replica)],
      },
    }),
    {
      cpuPercent: 42,
      cpuSwing: 34,
      connections: 190,
      connectionsSwing: 120,
      freeMemoryGib: 9,
      freeStorageGib: 125,
      fallingGibPerDay: 11.3,
    },
  );
  keepBackups(seed, state, instance);
  state.snapshots.push(
    dbSnapshot(seed, instance, {
      type: 'manual',
      at: before(seed.start, 13 * DAY_MS),
      id: `${DATABASES.production}-before-release`,
    }),
  );
  state.events.push(
    event(instance, before(seed.start, 4 * HOUR_MS + 53 * MINUTE_MS), 'backup', 'Backing up DB instance'),
  );
  state.events.push(
    event(instance, before(seed.start, 4 * HOUR_MS + 41 * MINUTE_MS), 'backup', 'Finished DB Instance backup'),
  );
}

/** On the internet, in one zone, on a version past its standard support; its backups stopped nine days ago. */
function reporting(seed: RegionSeed, state: RdsState): void {
  const stalledAt = before(seed.start, 9 * DAY_MS);
  const instance = add(
    seed,
    state,
    dbInstance(seed, {
      id: DATABASES.reporting,
      engine: 'postgres',
      version: '12.22',
      instanceClass: 'db.t3.small',
      environment: 'production',
      createdAt: before(seed.start, 4 * YEAR_MS),
      securityGroup: 'reporting-db',
      allocatedGib: 100,
      encrypted: false,
      overrides: {
        PubliclyAccessible: true,
        LatestRestorableTime: stalledAt,
        DeletionProtection: false,
        MaxAllocatedStorage: 200,
      },
    }),
    {
      cpuPercent: 38,
      cpuSwing: 30,
      connections: 150,
      connectionsSwing: 90,
      freeMemoryGib: 0.42,
      freeStorageGib: 58,
    },
  );
  state.stalledBackups.add(DATABASES.reporting);
  for (const days of [11, 10, 9]) {
    state.snapshots.push(dbSnapshot(seed, instance, { type: 'automated', at: before(seed.start, days * DAY_MS) }));
  }
  const shared = `${DATABASES.reporting}-for-vendor`;
  state.snapshots.push(
    dbSnapshot(seed, instance, { type: 'manual', at: before(seed.start, 40 * DAY_MS), id: shared }),
    dbSnapshot(seed, instance, {
      type: 'manual',
      at: before(seed.start, 200 * DAY_MS),
      id: `${DATABASES.reporting}-before-upgrade`,
    }),
  );
  state.restorers.set(shared, ['all']);
  state.pendingMaintenance.push({
    ResourceIdentifier: instance.DBInstanceArn,
    PendingMaintenanceActionDetails: [
      {
        Action: 'system-update',
        AutoAppliedAfterDate: new Date(seed.start.getTime() + 9 * DAY_MS),
        CurrentApplyDate: new Date(seed.start.getTime() + 9 * DAY_MS),
        Description: 'New Operating System update is available',
      },
    ],
  });
  state.events.push(
    event(
      instance,
      before(seed.start, 9 * DAY_MS),
      'failure',
      'Unable to back up the DB instance: the KMS key or role is not usable',
    ),
  );
}

/** A large instance that nobody uses, on a deprecated version, without automated backups. */
function idle(seed: RegionSeed, state: RdsState): void {
  const instance = add(
    seed,
    state,
    dbInstance(seed, {
      id: DATABASES.idle,
      engine: 'mysql',
      version: '8.0.32',
      instanceClass: 'db.r5.2xlarge',
      environment: 'development',
      createdAt: before(seed.start, YEAR_MS),
      securityGroup: 'default-development',
      allocatedGib: 200,
      retentionDays: 0,
      // A public address, though its group lets nobody in from outside.
      overrides: { PubliclyAccessible: true },
    }),
    { cpuPercent: 2, cpuSwing: 1, connections: 1, connectionsSwing: 0, freeMemoryGib: 58, freeStorageGib: 191 },
  );
  state.snapshots.push(
    dbSnapshot(seed, instance, {
      type: 'manual',
      at: before(seed.start, 120 * DAY_MS),
      id: `${DATABASES.idle}-handover`,
    }),
  );
}

/** Stopped two days ago. AWS will start it again after seven. */
function staging(seed: RegionSeed, state: RdsState): void {
  const stoppedAt = before(seed.start, 2 * DAY_MS + 3 * HOUR_MS);
  const instance = add(
    seed,
    state,
    dbInstance(seed, {
      id: DATABASES.staging,
      engine: 'mysql',
      version: '8.4.6',
      instanceClass: 'db.t4g.medium',
      environment: 'staging',
      createdAt: before(seed.start, YEAR_MS),
      securityGroup: 'default-staging',
      allocatedGib: 50,
      overrides: {
        DBInstanceStatus: 'stopped',
        LatestRestorableTime: new Date(stoppedAt.getTime() - 4 * MINUTE_MS),
        AutomaticRestartTime: new Date(stoppedAt.getTime() + 7 * DAY_MS),
      },
    }),
    {
      cpuPercent: 22,
      cpuSwing: 30,
      connections: 14,
      connectionsSwing: 12,
      freeMemoryGib: 1.1,
      freeStorageGib: 31,
      stoppedAt,
    },
  );
  for (const days of [0, 1, 2, 3]) {
    const at = new Date(stoppedAt.getTime() - 2 * HOUR_MS - days * DAY_MS);
    state.snapshots.push(dbSnapshot(seed, instance, { type: 'awsbackup', at }));
  }
  state.events.push(event(instance, stoppedAt, 'notification', 'DB instance stopped'));
  const restartAt = stoppedAt.getTime() + 7 * DAY_MS;
  seed.clock.after(Math.max(restartAt - seed.clock.now().getTime(), 0), () => restart(state, instance, restartAt));
}

/** AWS starts what has been stopped for a week, if nobody did anything about it before. */
function restart(state: RdsState, { DbiResourceId: resource = '' }: DBInstance, now: number): void {
  const at = state.instances.findIndex((one) => one.DbiResourceId === resource);
  const stopped = state.instances[at];
  if (stopped?.DBInstanceStatus !== 'stopped' || state.turns.has(resource)) return;
  state.instances[at] = { ...stopped, DBInstanceStatus: 'available', AutomaticRestartTime: undefined };
  state.publications.get(resource)?.periods.push({ from: now, until: Infinity });
  const words = 'DB instance is being started due to it exceeding the maximum allowed time being stopped.';
  state.events.push(event(stopped, new Date(now), 'notification', words));
}

/** Aurora, healthy: a writer and a reader. */
function orders(seed: RegionSeed, state: RdsState): void {
  const members = [DATABASES.ordersWriter, DATABASES.ordersReader];
  const createdAt = before(seed.start, YEAR_MS);
  const cluster = dbCluster(seed, {
    id: DATABASES.ordersCluster,
    engine: 'aurora-postgresql',
    version: '16.9',
    createdAt,
    parameterGroup: CUSTOM_CLUSTER_GROUP,
    securityGroup: 'production-db',
    members,
  });
  const isPrimary = seed.region === 'us-east-1';
  state.clusters.push(isPrimary ? { ...cluster, ...MEMBERSHIP } : cluster);
  if (isPrimary) state.globalClusters.push(globalCluster(seed, cluster));
  members.forEach((id, index) => {
    add(
      seed,
      state,
      dbInstance(seed, {
        id,
        engine: 'aurora-postgresql',
        version: '16.9',
        instanceClass: 'db.r6g.large',
        environment: 'production',
        createdAt,
        securityGroup: 'production-db',
        cluster: DATABASES.ordersCluster,
        overrides: { AvailabilityZone: `${seed.region}${index === 0 ? 'a' : 'b'}` },
      }),
      {
        cpuPercent: 41 - 12 * index,
        cpuSwing: 40,
        connections: 120 - 50 * index,
        connectionsSwing: 60,
        freeMemoryGib: 3.5,
      },
    );
  });
  publishVolume(seed, DATABASES.ordersCluster, { gib: 412, growthGibPerDay: 0.8 });
  keepClusterBackups(seed, state, cluster);
  const old = { ...cluster, DBClusterIdentifier: 'orders-legacy', StorageEncrypted: false, KmsKeyId: undefined };
  state.clusterSnapshots.push(
    dbClusterSnapshot(seed, cluster, {
      type: 'manual',
      at: before(seed.start, 30 * DAY_MS),
      id: `${DATABASES.ordersCluster}-before-migration`,
    }),
    dbClusterSnapshot(seed, old, { type: 'manual', at: before(seed.start, YEAR_MS), id: 'orders-legacy-final' }),
  );
}

function parameterGroups(seed: RegionSeed, state: RdsState): void {
  const custom = { name: CUSTOM_GROUP, family: 'postgres16', user: { max_connections: '500' } };
  const defaults = [
    ...new Set(state.instances.map(({ Engine = '', EngineVersion = '' }) => familyOf(Engine, EngineVersion))),
  ];
  for (const group of [custom, ...defaults.map((family) => ({ name: `default.${family}`, family }))]) {
    state.parameterGroups.push(parameterGroup(seed, group));
    state.parameters.set(group.name, parametersOf(group));
  }
  const user = { log_min_duration_statement: '500' };
  const family = 'aurora-postgresql16';
  state.clusterParameters.set(CUSTOM_CLUSTER_GROUP, parametersOf({ name: CUSTOM_CLUSTER_GROUP, family, user }));
}

function add(seed: RegionSeed, state: RdsState, instance: DBInstance, load: Load): DBInstance {
  state.instances.push(instance);
  state.publications.set(instance.DbiResourceId ?? '', publishLoad(seed, instance, load));
  return instance;
}

function event(instance: DBInstance, at: Date, category: string, message: string): RdsState['events'][number] {
  return {
    SourceIdentifier: instance.DBInstanceIdentifier,
    SourceType: 'db-instance',
    Message: message,
    EventCategories: [category],
    Date: at,
    SourceArn: instance.DBInstanceArn,
  };
}
