import { CLUSTERS, SERVICES, TARGET_GROUPS, targetGroupArn } from '../cast.ts';
import type { EcsState } from '../ecs.ts';
import { DAY_MS, type RegionSeed } from '../seed.ts';
import { ecsCluster, placeService } from './furnish.ts';
import { registerReleases } from './releases.ts';
import { rollBackWeb } from './web-rolled-back.ts';
import { failWorker } from './worker-failed.ts';

/**
 * The home region: web-service was rolled back this morning and grows in memory, api has grown to its maximum, worker's
 * deployment failed, notifications is far too large, a cluster could not be made whole; staging is in order.
 */
export function furnishHome(seed: RegionSeed, state: EcsState): void {
  const { production, staging, analytics } = CLUSTERS;
  state.clusters.push(ecsCluster(seed, production, 'production'), ecsCluster(seed, staging, 'staging'), {
    ...ecsCluster(seed, analytics, 'production'),
    status: 'FAILED',
    capacityProviders: ['analytics-spot'],
    attachmentsStatus: 'UPDATE_FAILED',
  });
  furnishProduction(seed, state);
  furnishStaging(seed, state);
  registerReleases(seed, state);
}

function furnishProduction(seed: RegionSeed, state: EcsState): void {
  const place = { cluster: CLUSTERS.production, environment: 'production' };
  const start = seed.start.getTime();
  const web = placeService(seed, state, {
    ...place,
    name: SERVICES.web,
    revision: 41,
    desired: 3,
    deployedDaysAgo: 20,
    cpu: '512',
    memory: '1024',
    targetGroups: [targetGroupArn(seed, TARGET_GROUPS.web)],
    load: { cpu: [18, 52], memory: [60, 63], memoryGrowth: 0.6 },
  });
  rollBackWeb(seed, state, web);
  placeService(seed, state, {
    ...place,
    name: SERVICES.api,
    revision: 17,
    desired: 6,
    deployedDaysAgo: 9,
    cpu: '1024',
    memory: '2048',
    targetGroups: [targetGroupArn(seed, TARGET_GROUPS.api)],
    load: { cpu: [35, 66], memory: [48, 55], tasks: (instant) => grownTasks(instant, start) },
  });
  const worker = placeService(seed, state, {
    ...place,
    name: SERVICES.worker,
    revision: 11,
    desired: 3,
    deployedDaysAgo: 34,
    cpu: '1024',
    memory: '2048',
    load: { cpu: [30, 58], memory: [52, 60], tasks: (instant) => (instant < start - 65 * 60_000 ? 3 : 1) },
  });
  failWorker(seed, state, worker);
  placeService(seed, state, {
    ...place,
    name: SERVICES.notifications,
    revision: 5,
    desired: 2,
    deployedDaysAgo: 71,
    cpu: '2048',
    memory: '4096',
    load: { cpu: [2, 9], memory: [17, 21] },
  });
}

function furnishStaging(seed: RegionSeed, state: EcsState): void {
  const place = { cluster: CLUSTERS.staging, environment: 'staging', cpu: '256', memory: '512' };
  placeService(seed, state, {
    ...place,
    name: SERVICES.web,
    revision: 42,
    desired: 1,
    deployedDaysAgo: 3,
    targetGroups: [targetGroupArn(seed, TARGET_GROUPS.stagingWeb)],
    load: { cpu: [18, 34], memory: [50, 56] },
  });
  placeService(seed, state, {
    ...place,
    name: SERVICES.worker,
    revision: 12,
    desired: 1,
    deployedDaysAgo: 2,
    load: { cpu: [22, 38], memory: [54, 60] },
  });
  placeService(seed, state, {
    ...place,
    name: 'preview',
    revision: 8,
    desired: 0,
    deployedDaysAgo: 15,
    targetGroups: [targetGroupArn(seed, TARGET_GROUPS.stagingPreview)],
  });
}

/** From three tasks a month ago to six, the most that the scalable target allows; one less in the small hours. */
function grownTasks(instant: number, start: number): number {
  const grown = Math.min(Math.max(1 - (start - instant) / (30 * DAY_MS), 0), 1);
  const night = instant % DAY_MS < 5 * 3_600_000 ? 1 : 0;
  return Math.min(Math.round(3 + 3 * grown), 6) - night;
}
