import type {
  DBCluster,
  DBClusterSnapshot,
  DBEngineVersion,
  DBInstance,
  DBMajorEngineVersion,
  DBParameterGroup,
  DBSnapshot,
  Event,
  Parameter,
  ResourcePendingMaintenanceActions,
} from '@aws-sdk/client-rds';
import { DATABASES } from './cast.ts';
import { keepBackups } from './rds/backups.ts';
import { engineVersions, majorEngineVersions } from './rds/engine-catalog.ts';
import { furnishHome } from './rds/home.ts';
import { publishLoad } from './rds/load.ts';
import { dbInstance, rdsArn } from './rds/makers.ts';
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
    },
  });
  state.instances.push(replica);
  const load = { cpuPercent: 35, cpuSwing: 26, connections: 40, connectionsSwing: 20, freeMemoryGib: 3 };
  publishLoad(seed, replica, { ...load, freeStorageGib: 620 });
  keepBackups(seed, state, replica);
}
