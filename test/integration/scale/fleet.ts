import { createSandbox, SANDBOX_ACCOUNT } from '../../../src/sandbox/create.ts';
import { snapshot } from '../../../src/sandbox/world/newcomer/ec2/snapshots.ts';
import { ecsCluster, placeService } from '../../../src/sandbox/world/newcomer/ecs/furnish.ts';
import { iamUser } from '../../../src/sandbox/world/newcomer/iam.ts';
import { keepBackups } from '../../../src/sandbox/world/newcomer/rds/backups.ts';
import { publishLoad } from '../../../src/sandbox/world/newcomer/rds/load.ts';
import { dbInstance } from '../../../src/sandbox/world/newcomer/rds/makers.ts';
import { s3Bucket } from '../../../src/sandbox/world/newcomer/s3.ts';
import { before, DAY_MS, regionSeed, type RegionSeed } from '../../../src/sandbox/world/newcomer/seed.ts';
import type { World } from '../../../src/sandbox/world/world.ts';

/** A region that the newcomer has nothing in: what is there is the fleet. */
export const FLEET_REGION = 'us-west-2';
export const FLEET = { users: 1000, buckets: 500, snapshots: 1500, services: 60, databases: 250 } as const;
/** So many of each are not as they should be: every tenth. */
const FAULTY_EVERY = 10;

export function fleetNames(kind: keyof typeof FLEET): string[] {
  return Array.from({ length: FLEET[kind] }, (_, index) => `${kind}-${String(index).padStart(4, '0')}`);
}

export function faultyNames(kind: keyof typeof FLEET): string[] {
  return fleetNames(kind).filter((_name, index) => isFaulty(index));
}

/** An account with many of everything. */
export function fleetWorld(): World {
  const world = createSandbox();
  const account = world.account(SANDBOX_ACCOUNT);
  const region = world.region(SANDBOX_ACCOUNT, FLEET_REGION);
  const scene = { seed: world.seed, clock: world.clock, start: world.clock.now(), homes: [] };
  const seed = { ...regionSeed(SANDBOX_ACCOUNT, FLEET_REGION, scene), metrics: region.metrics };

  // Account-wide, nothing but the fleet: counts are exact.
  account.iam.users.splice(0, Infinity, ...people(seed));
  account.s3.buckets.splice(0, Infinity, ...buckets(seed));
  region.ec2.snapshots.push(
    ...fleetNames('snapshots').map((name, index) =>
      snapshot(seed, { name, volume: name, sizeGib: 10, ageMs: (isFaulty(index) ? 120 : 20) * DAY_MS }),
    ),
  );
  region.ecs.clusters.push(ecsCluster(seed, 'fleet', 'production'));
  for (const [index, name] of fleetNames('services').entries()) {
    const service = placeService(seed, region.ecs, {
      cluster: 'fleet',
      name,
      environment: 'production',
      revision: 3,
      desired: 2,
      cpu: '256',
      memory: '512',
      deployedDaysAgo: 12,
      load: { cpu: [10, 40], memory: [30, 50] },
    });
    if (isFaulty(index)) service.runningCount = 1;
  }
  for (const [index, id] of fleetNames('databases').entries()) {
    const instance = dbInstance(seed, {
      id,
      engine: 'postgres',
      version: '16.10',
      instanceClass: 'db.t4g.medium',
      environment: 'production',
      createdAt: before(seed.start, 200 * DAY_MS),
      securityGroup: 'production-db',
      allocatedGib: 100,
      multiAz: true,
      overrides: { BackupRetentionPeriod: 1, ...(isFaulty(index) && { DBInstanceStatus: 'storage-full' }) },
    });
    region.rds.instances.push(instance);
    const load = { cpuPercent: 20, cpuSwing: 10, connections: 20, connectionsSwing: 10, freeMemoryGib: 2 };
    publishLoad(seed, instance, { ...load, freeStorageGib: isFaulty(index) ? 2 : 60 });
    keepBackups(seed, region.rds, instance);
  }
  return world;
}

function people(seed: RegionSeed) {
  const place = { accountId: seed.accountId, region: 'global' };
  return fleetNames('users').map((name, index) =>
    iamUser(place, name, before(seed.start, 300 * DAY_MS), {
      signedIn: before(seed.start, 2 * DAY_MS),
      mfa: !isFaulty(index),
      keys: [{ createdAt: before(seed.start, (isFaulty(index) ? 200 : 20) * DAY_MS) }],
    }),
  );
}

function buckets(seed: RegionSeed) {
  return fleetNames('buckets').map((name, index) =>
    s3Bucket(seed.start, name, {
      region: FLEET_REGION,
      versioning: isFaulty(index) ? {} : { Status: 'Enabled' },
      grants: isFaulty(index)
        ? [{ Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' }]
        : [],
    }),
  );
}

function isFaulty(index: number): boolean {
  return index % FAULTY_EVERY === 0;
}
