import type { Transport } from '../../src/aws/transport.ts';
import { operationName } from '../../src/aws/service.ts';
import type { Memory, MemoryOptions } from '../../src/engine/memory/ports.ts';
import type { Ports } from '../../src/engine/execute/ports.ts';
import { runPlan, undoPlan } from '../../src/engine/execute/run-plan.ts';
import type { Outcome } from '../../src/model/execution.ts';
import type { Plan } from '../../src/model/plan.ts';
import { createStage, type Stage, type StageOptions } from '../runbook.ts';

/** An executor that dies at one of the points where dying matters, and is started again on what was kept. */
export interface Killing {
  readonly stage: Stage;
  /** The points passed, in order. */
  readonly points: string[];
  /** Executes until it is over, started again each time it dies. */
  live(plan: Plan, options?: Partial<MemoryOptions>): Promise<Outcome>;
  /** The same for undoing what was done before. */
  undo(plan: Plan, options?: Partial<MemoryOptions>): Promise<Outcome>;
}

const MOST_LIVES = 5;

/** Dies once, at the point of this number (counted from 1); never, where it is undefined. */
export function createKilling(killAt: number | undefined, options: StageOptions = {}): Killing {
  const points: string[] = [];
  let executing = false;
  let die: () => void = () => undefined;

  /** What comes after the end of a process does not come: the promise is left open for ever. */
  function point(name: string): Promise<void> {
    if (!executing) return Promise.resolve();
    points.push(name);
    if (points.length !== killAt) return Promise.resolve();
    die();
    return new Promise(() => undefined);
  }

  const wrap = (transport: Transport): Transport => ({
    async send(call, onRequest) {
      await point(`before ${operationName(call)}`);
      const answer = await transport.send(call, onRequest);
      await point(`after ${operationName(call)}`);
      return answer;
    },
  });
  const stage = createStage({ ...options, wrap: (transport) => wrap(options.wrap?.(transport) ?? transport) });

  async function untilItIsOver(plan: Plan, run: (ports: Ports) => Promise<Outcome>, own: Partial<MemoryOptions>) {
    for (let life = 1; life <= MOST_LIVES; life += 1) {
      const death = new Promise<'dead'>((resolve) => {
        die = () => resolve('dead');
      });
      executing = true;
      const end = await Promise.race([run(withPoints(stage.ports(plan, own), stage.memory)), death]);
      executing = false;
      if (end !== 'dead') return end;
    }
    throw new Error('it died more often than it was killed');
  }

  function withPoints(ports: Ports, memory: Memory): Ports {
    return {
      ...ports,
      durable: {
        async once(name, work) {
          if (memory.results.has(name)) return ports.durable.once(name, work);
          await point(`begin ${name}`);
          return ports.durable.once(name, async () => {
            const result = await work();
            await point(`before keeping ${name}`);
            return result;
          });
        },
        async waitFor(ms) {
          await point('before waiting');
          await ports.durable.waitFor(ms);
          await point('after waiting');
        },
      },
    };
  }

  return {
    stage,
    points,
    live: (plan, own = {}) => untilItIsOver(plan, (ports) => runPlan(plan, ports), own),
    undo: (plan, own = {}) => untilItIsOver(plan, (ports) => undoPlan(plan, ports, 'undone'), own),
  };
}
