import { CLUSTERS, SERVICES, TARGET_GROUPS, targetGroupArn } from '../cast.ts';
import type { EcsState } from '../ecs.ts';
import type { RegionSeed } from '../seed.ts';
import { ecsCluster, placeService } from './furnish.ts';

/** The disaster recovery region: one task of the web service is kept warm, the api waits at zero. */
export function furnishSecondary(seed: RegionSeed, state: EcsState): void {
  const place = { cluster: CLUSTERS.recovery, environment: 'production', deployedDaysAgo: 20 };
  state.clusters.push(ecsCluster(seed, CLUSTERS.recovery, 'production'));
  placeService(seed, state, {
    ...place,
    name: SERVICES.web,
    revision: 41,
    desired: 1,
    cpu: '512',
    memory: '1024',
    targetGroups: [targetGroupArn(seed, TARGET_GROUPS.recoveryWeb)],
    load: { cpu: [20, 27], memory: [47, 50] },
  });
  placeService(seed, state, {
    ...place,
    name: SERVICES.api,
    revision: 17,
    desired: 0,
    cpu: '1024',
    memory: '2048',
    targetGroups: [targetGroupArn(seed, TARGET_GROUPS.recoveryApi)],
  });
}
