import { seedAcm } from './newcomer/acm.ts';
import { seedApplicationAutoscaling } from './newcomer/application-autoscaling.ts';
import { seedAutoscaling } from './newcomer/autoscaling.ts';
import { seedBackup } from './newcomer/backup.ts';
import { seedCe } from './newcomer/ce.ts';
import { seedCloudtrail } from './newcomer/cloudtrail.ts';
import { seedCloudwatch } from './newcomer/cloudwatch.ts';
import { seedComputeOptimizer } from './newcomer/compute-optimizer.ts';
import { seedDynamodb } from './newcomer/dynamodb.ts';
import { seedEc2 } from './newcomer/ec2.ts';
import { seedEcs } from './newcomer/ecs.ts';
import { seedElbv2 } from './newcomer/elbv2.ts';
import { seedHealth } from './newcomer/health.ts';
import { seedIam } from './newcomer/iam.ts';
import { seedLambda } from './newcomer/lambda.ts';
import { seedLogs } from './newcomer/logs.ts';
import { seedOrganizations } from './newcomer/organizations.ts';
import { seedRds } from './newcomer/rds.ts';
import { seedRoute53 } from './newcomer/route53.ts';
import { seedS3 } from './newcomer/s3.ts';
import { seedS3control } from './newcomer/s3control.ts';
import { accountSeed, type RegionSeed, regionSeed } from './newcomer/seed.ts';
import { seedSns } from './newcomer/sns.ts';
import type { AccountState, RegionState } from './state.ts';
import type { WorldBuilder } from './world.ts';

/**
 * The account that a newcomer meets: it looks like production, and a dozen things are wrong with it. Each service is
 * furnished when it is first asked: a health check of 450 regions need not make up 450 histories of log lines.
 */
export const newcomer: WorldBuilder = {
  account(id, scene) {
    const seed = accountSeed(id, scene);
    return whenAsked<AccountState>({
      id: () => id,
      ce: () => seedCe(seed),
      health: () => seedHealth(seed),
      iam: () => seedIam(seed),
      organizations: () => seedOrganizations(seed),
      route53: () => seedRoute53(seed),
      s3: () => seedS3(seed),
      s3control: () => seedS3control(seed),
    });
  },
  region: ({ id }, name, scene) => furnishedRegion(regionSeed(id, name, scene)),
};

/** A region with what `seed.furnishing` says, each service furnished when it is first asked. */
export function furnishedRegion(seed: RegionSeed): RegionState {
  const state: RegionState = whenAsked<RegionState>({
    name: () => seed.region,
    accountId: () => seed.accountId,
    // Every service publishes its metrics while it is furnished.
    metrics() {
      for (const service of PUBLISHING) void state[service];
      return seed.metrics;
    },
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
}

const PUBLISHING = [
  'acm',
  'applicationAutoscaling',
  'autoscaling',
  'backup',
  'cloudtrail',
  'cloudwatch',
  'computeOptimizer',
  'dynamodb',
  'ec2',
  'ecs',
  'elbv2',
  'lambda',
  'logs',
  'rds',
] as const satisfies readonly (keyof RegionState)[];

/** An object whose parts are made when they are first looked at, and kept. */
export function whenAsked<T extends object>(makers: { readonly [Part in keyof T]: () => T[Part] }): T {
  const made = {};
  for (const part of Object.keys(makers)) {
    Object.defineProperty(made, part, {
      configurable: true,
      enumerable: true,
      get() {
        const value: unknown = Reflect.apply(Reflect.get(makers, part), undefined, []);
        Object.defineProperty(made, part, { value, enumerable: true });
        return value;
      },
    });
  }
  // oxlint-disable-next-line typescript/consistent-type-assertions -- it has a part for every maker of T
  return made as T;
}
