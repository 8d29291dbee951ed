import type { Aws } from '../../aws/execution.ts';
import type { Ports, ProgressEvent } from '../../engine/execute/ports.ts';
import { type Memory, memoryPorts } from '../../engine/memory/ports.ts';
import type { Plan } from '../../model/plan.ts';
import { plainJson } from '../../model/plan-hash.ts';
import { standInsOf } from '../../sandbox/adopt/stand-in.ts';
import type { World } from '../../sandbox/world/world.ts';
import type { Now } from './stage-transport.ts';
import type { Trouble } from './trouble.ts';

const REHEARSAL_ID = '00000000-0000-4000-8000-000000000000';

export interface Cast {
  readonly world: World;
  readonly plan: Plan;
  readonly memory: Memory;
  readonly now: Now;
  readonly trouble: Trouble | undefined;
  readonly aws: (region?: string) => Aws;
  readonly events: ProgressEvent[];
  /** Set when a person was asked. */
  readonly asked: string[];
}

/**
 * Everything that an execution needs beside AWS, played: approvals are given, a person who is asked goes on where it waits
 * and has undone what failed; what is not in AWS takes the time that the plan says.
 */
export function stagePorts(cast: Cast): Ports {
  const { world, plan, memory, now, trouble, aws, events, asked } = cast;
  const hits = (kind: Trouble['kind']) => trouble?.kind === kind && trouble.step.key === now.key;
  const takeItsTime = () => {
    const step = plan.steps.find(({ key }) => key === now.key);
    world.clock.advance((step?.expectedSeconds ?? 0) * 1000);
  };
  return memoryPorts({
    memory,
    clock: world.clock,
    executionId: REHEARSAL_ID,
    actor: 'rehearsal',
    aws,
    progress(event) {
      now.key = event.step;
      now.direction = event.direction;
      events.push(event);
    },
    approvals: {
      decision: () =>
        Promise.resolve(
          hits('rejected')
            ? { decision: 'rejected', words: 'rejected, as rehearsed' }
            : { decision: 'approved', words: 'taken as given' },
        ),
    },
    people: {
      order: () => Promise.resolve(hits('taken-back') ? 'undo' : undefined),
      awaitOrder(name) {
        const key = name.replace(/ #\d+$/, '');
        const again = asked.includes(key);
        asked.push(key);
        if (again || key === 'undo') return Promise.resolve('leave');
        const waits = memory.statuses.at(-1)?.status === 'waiting';
        return Promise.resolve(waits && !trouble ? 'resume' : 'undo');
      },
    },
    terraform: {
      apply() {
        if (hits('terraform')) return Promise.reject(new Error('failed, as rehearsed'));
        takeItsTime();
        return Promise.resolve(standInsOf(now.key ?? '', plainJson(plan.steps)));
      },
      requireEmpty: () => Promise.resolve(),
      destroy() {
        takeItsTime();
        return Promise.resolve();
      },
    },
    probe() {
      if (hits('probe')) return Promise.resolve({ ok: false, observed: 'no, as rehearsed' });
      takeItsTime();
      return Promise.resolve({ ok: true, observed: 'not asked in a rehearsal' });
    },
    notify: ({ message }) => Promise.resolve(`nobody is told in a rehearsal: ${message}`),
  });
}
