import type { OperationName } from '../../aws/service.ts';
import { differences } from '../../model/plan-diff.ts';
import { plainJson } from '../../model/plan-hash.ts';
import type { Rehearsal } from '../../model/rehearsal.ts';
import { adoptWorld, type Adoption } from '../../sandbox/adopt/adopt.ts';
import { timingOf } from '../plan.ts';
import type { Rehearsing } from './rehearse.ts';
import { stageTransport } from './stage-transport.ts';

/** Planning in the sandbox must give the same plan: then what it rests on has come over whole. */
export async function comparePlans(
  { plan, place, planAgain }: Pick<Rehearsing, 'plan' | 'place' | 'planAgain'>,
  adoption: Adoption,
): Promise<Rehearsal['faithful']> {
  const { world } = adoptWorld(adoption);
  const transport = stageTransport(world, place.account.id, adoption.recordings, {
    now: { key: null, direction: 'do' },
    called: new Set<OperationName>(),
    replayed: new Set<string>(),
    trouble: undefined,
    losesAnswers: false,
  });
  const stage = {
    account: { ...place.account, transport },
    region: place.region,
    clock: () => world.clock.now(),
    timing: timingOf(world),
    world,
  };
  try {
    const again = await planAgain(stage);
    const same = again.hash === plan.hash;
    const found = same ? [] : differences(plainJson({ ...plan, hash: '' }), plainJson({ ...again, hash: '' }));
    return { same, hash: again.hash, differences: found };
  } catch (error) {
    const after = error instanceof Error ? error.message : String(error);
    return { same: false, hash: '', differences: [{ path: 'the plan', before: plan.hash, after }] };
  }
}
