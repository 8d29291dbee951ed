import { newcomer, whenAsked } from '../world/newcomer.ts';
import { seedAcm } from '../world/newcomer/acm.ts';
import { seedApplicationAutoscaling } from '../world/newcomer/application-autoscaling.ts';
import { seedAutoscaling } from '../world/newcomer/autoscaling.ts';
import { seedBackup } from '../world/newcomer/backup.ts';
import { seedCloudtrail } from '../world/newcomer/cloudtrail.ts';
import { seedCloudwatch } from '../world/newcomer/cloudwatch.ts';
import { seedComputeOptimizer } from '../world/newcomer/compute-optimizer.ts';
import { seedDynamodb } from '../world/newcomer/dynamodb.ts';
import { seedEc2 } from '../world/newcomer/ec2.ts';
import { seedEcs } from '../world/newcomer/ecs.ts';
import { seedElbv2 } from '../world/newcomer/elbv2.ts';
import { seedIam } from '../world/newcomer/iam.ts';
import { seedLambda } from '../world/newcomer/lambda.ts';
import { seedLogs } from '../world/newcomer/logs.ts';
import { seedRds } from '../world/newcomer/rds.ts';
import { accountSeed, type RegionSeed, regionSeed } from '../world/newcomer/seed.ts';
import { seedSns } from '../world/newcomer/sns.ts';
import type { AccountState, RegionState } from '../world/state.ts';
import type { WorldBuilder } from '../world/world.ts';

/** An account in which there is nothing but what AWS gives everybody: what is to be rehearsed is put into it. */
export const empty: WorldBuilder = {
  account(id, scene) {
    const seed = accountSeed(id, scene);
    const furnished = newcomer.account(id, scene);
    return whenAsked<AccountState>({
      id: () => id,
      // Nobody who rehearses asks these.
      ce: () => furnished.ce,
      health: () => furnished.health,
      organizations: () => furnished.organizations,
      s3control: () => furnished.s3control,
      iam: () => ({ ...seedIam(seed), users: [], roles: [] }),
      route53: () => ({ zones: [], changes: [] }),
      s3: () => ({ buckets: [] }),
    });
  },
  region({ id }, name, scene) {
    const seed: RegionSeed = { ...regionSeed(id, name, scene), furnishing: 'empty' };
    const state: RegionState = whenAsked<RegionState>({
      name: () => name,
      accountId: () => id,
      metrics: () => seed.metrics,
      acm: () => seedAcm(seed),
      applicationAutoscaling: () => seedApplicationAutoscaling(seed),
      autoscaling: () => seedAutoscaling(seed),
      backup: () => seedBackup(seed),
      cloudtrail: () => seedCloudtrail(seed),
      cloudwatch: () => seedCloudwatch(seed),
      computeOptimizer: () => seedComputeOptimizer(seed),
      dynamodb: () => seedDynamodb(seed),
      ec2: () => seedEc2(seed),
      ecs: () => seedEcs(seed),
      elbv2: () => seedElbv2(seed, () => state),
      lambda: () => seedLambda(seed),
      logs: () => seedLogs(seed),
      rds: () => seedRds(seed),
      sns: () => seedSns(seed),
    });
    return state;
  },
};
