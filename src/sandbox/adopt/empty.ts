import { furnishedRegion, newcomer, whenAsked } from '../world/newcomer.ts';
import { seedIam } from '../world/newcomer/iam.ts';
import { accountSeed, regionSeed } from '../world/newcomer/seed.ts';
import type { AccountState } from '../world/state.ts';
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
  region: ({ id }, name, scene) => furnishedRegion({ ...regionSeed(id, name, scene), furnishing: 'empty' }),
};
