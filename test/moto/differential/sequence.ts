import { askOne, type Pair, type Told } from './ask.ts';
import { NothingThere, type Role, valuesAt } from './roles.ts';
import type { OperationName, Reply, Side } from './side.ts';

/** Requests that follow one another, the same on both sides: what is made is read, changed, read again and taken away. */
export interface Sequence {
  readonly name: string;
  readonly steps: readonly (Step | Pause)[];
}

export type Step = readonly [name: string, operation: OperationName, input: object];

/** Lets the sandbox's clock go on; moto does at once what it does at all. */
export interface Pause {
  readonly minutes: number;
}

/** A step as both sides met it, and all values that had been put in by then, as JSON by the name of their member. */
export interface Played {
  readonly operation: OperationName;
  readonly pair: Pair;
  readonly put: ReadonlyMap<string, ReadonlySet<string>>;
}

const brought = new WeakMap<Side, Map<string, Reply>>();

/** What an earlier step of the sequence brought, on each side its own: `of('created', 'TargetGroups.TargetGroupArn')`. */
export function of(step: string, path: string): Role {
  return (side) => {
    const reply = brought.get(side)?.get(step);
    const value = reply && 'answer' in reply ? valuesAt(reply.answer, path)[0] : undefined;
    return value === undefined
      ? Promise.reject(new NothingThere(`${side.name}: nothing at ${path} of step ${step}`))
      : Promise.resolve(value);
  };
}

export interface PlayOptions {
  readonly sides: readonly [ours: Side, moto: Side];
  readonly pass: (minutes: number) => Promise<void>;
}

/** The pairs' names are `<sequence>: <step>`. */
export async function play({ name, steps }: Sequence, { sides, pass }: PlayOptions): Promise<Played[]> {
  // Others each time: what a role stands for is remembered by side, and another sequence may have changed it.
  const [ours, moto]: readonly [Side, Side] = [{ ...sides[0] }, { ...sides[1] }];
  brought.set(ours, new Map());
  brought.set(moto, new Map());
  const played: Played[] = [];
  const put = new Map<string, ReadonlySet<string>>();
  for (const step of steps) {
    if ('minutes' in step) {
      await pass(step.minutes);
      continue;
    }
    const [what, operation, input] = step;
    collect(input, '', put);
    const [here, there] = await Promise.all([told(step, ours), told(step, moto)]);
    played.push({ operation, pair: { name: `${name}: ${what}`, ours: here, moto: there }, put: new Map(put) });
  }
  return played;
}

async function told([what, operation, input]: Step, side: Side): Promise<Told> {
  try {
    const answer = await askOne(operation, { name: what, input }, side);
    const [reply] = answer.replies;
    if (reply) brought.get(side)?.set(what, reply);
    return answer;
  } catch (error) {
    if (!(error instanceof NothingThere)) throw error;
    return { outcome: 'lacks what to ask with', shape: undefined, replies: [] };
  }
}

function collect(value: unknown, name: string, into: Map<string, ReadonlySet<string>>): void {
  if (Array.isArray(value)) {
    for (const one of value) collect(one, name, into);
  } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const [member, held] of Object.entries(value)) collect(held, member, into);
  } else if (['string', 'number', 'boolean'].includes(typeof value)) {
    into.set(name, new Set([...(into.get(name) ?? []), JSON.stringify(value)]));
  }
}
