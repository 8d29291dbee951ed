import type { PlannedCall } from '../../model/plan.ts';
import { createClock } from '../world/clock.ts';
import { createWorld, type World } from '../world/world.ts';
import { adoptCloudwatch } from './cloudwatch.ts';
import { adoptEcs } from './ecs.ts';
import { adoptElbv2, connect } from './elbv2.ts';
import { empty } from './empty.ts';
import type { Ground } from './ground.ts';
import { adoptLambda } from './lambda.ts';
import { adoptRds } from './rds.ts';
import type { Recording } from './recording.ts';
import { adoptRoute53 } from './route53.ts';
import { adoptScaling } from './scaling.ts';
import { adoptSns } from './sns.ts';
import { adoptSurroundings } from './surroundings.ts';

/** Services that can be built up again from what they answered; of others, only the answers themselves can be had. */
export const ADOPTED: readonly string[] = [
  'application-autoscaling',
  'autoscaling',
  'cloudwatch',
  'ecs',
  'elbv2',
  'lambda',
  'rds',
  'route53',
  'sns',
  'sts',
];

/** In this order: tasks stand where load balancers do, and are their targets. */
const ADOPTERS = [
  adoptElbv2,
  adoptEcs,
  connect,
  adoptScaling,
  adoptRds,
  adoptLambda,
  adoptSns,
  adoptRoute53,
  adoptCloudwatch,
  adoptSurroundings,
];

export interface Adoption {
  readonly recordings: readonly Recording[];
  readonly accountId: string;
  /** The region that calls are in which say no other. */
  readonly region: string;
  readonly calls: readonly PlannedCall[];
  readonly now: Date;
}

export interface Adopted {
  readonly world: World;
  /** What nobody told and was taken for granted, in sentences. */
  readonly assumed: readonly string[];
}

/**
 * A world of its own with nothing in it but what an account answered: whatever is done there, the account knows nothing
 * of it. The same answers make the same world.
 */
export function adoptWorld({ recordings, accountId, region: home, calls, now }: Adoption): Adopted {
  const world = createWorld({
    seed: 'rehearsal',
    clock: createClock(now),
    homes: [],
    firstAccount: accountId,
    builder: empty,
  });
  const assumed = new Set<string>();
  // What happens in this world must not change what was answered.
  const own = structuredClone(recordings);
  const regions = [home, ...own.map(({ region }) => region), ...calls.flatMap(({ region }) => region ?? [])];
  for (const name of new Set(regions)) {
    const ground: Ground = {
      account: world.account(accountId),
      region: world.region(accountId, name),
      elsewhere: (other) => world.region(accountId, other),
      recordings: own.filter((one) => one.region === name),
      calls: calls.filter(({ region = home }) => region === name),
      now,
      assume: (text) => void assumed.add(text),
    };
    for (const adopter of ADOPTERS) adopter(ground);
  }
  return { world, assumed: [...assumed] };
}
