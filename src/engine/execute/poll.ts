import type { StepDirection, Order } from '../../model/execution.ts';
import type { Json } from '../../model/json.ts';
import type { Observation } from './observe.ts';
import type { PeoplesTime } from './ports.ts';
import type { StepContext } from './step-context.ts';

export interface Polling {
  /** Under which looks are kept: unique in the execution. */
  readonly name: string;
  /** Whose record it is. */
  readonly key: string;
  readonly direction: StepDirection;
  readonly startedAt: Date;
  readonly everyMs: number;
  readonly forMs: number;
  /** A watch goes on until the time is over, also while all is well. */
  readonly toTheEnd?: boolean;
  /** Where it is not the time of the place that passes. */
  readonly time?: PeoplesTime | undefined;
  look(now: Date): Promise<Observation>;
}

export type Polled =
  | { readonly end: 'met' | 'failed' | 'unsure' | 'over' | 'late'; readonly text: string; readonly blind: boolean }
  | { readonly end: 'ordered'; readonly order: 'undo' | 'cancel' };

interface Turn {
  readonly [key: string]: Json;
  readonly at: string;
  readonly order: Order | null;
  readonly seen: Observation | null;
}

/** Looks in a row that gave no answer before that is what is reported. */
const BLIND_LOOKS = 10;
const SHORTEST_WAIT_MS = 1000;

/** Looks, waits and looks again, across crashes, until there is something to say or the time is over. */
export async function poll(context: StepContext, polling: Polling): Promise<Polled> {
  const until = polling.startedAt.getTime() + polling.forMs;
  let blind = 0;
  for (let number = 1; ; number += 1) {
    const { at, order, seen } = await turn(context, polling, number);
    if (order === 'undo' || order === 'cancel') return { end: 'ordered', order };
    const now = Date.parse(at);
    const text = seen?.text ?? '';
    blind = seen?.state === 'unread' ? blind + 1 : 0;
    if (seen?.state === 'failed' || seen?.state === 'unsure') return { end: seen.state, text, blind: false };
    if (blind > 0 && (seen?.passing === false || blind >= BLIND_LOOKS)) return { end: 'failed', text, blind: true };
    const isOver = now >= until;
    if (seen?.state === 'met' && (isOver || polling.toTheEnd !== true)) return { end: 'met', text, blind: false };
    if (isOver && blind === 0) return { end: 'over', text, blind: false };
    if (context.deadline !== null && now >= context.deadline.getTime()) return { end: 'late', text, blind: false };
    await (polling.time ?? context.ports.durable).waitFor(
      Math.max(Math.min(polling.everyMs, until - now), SHORTEST_WAIT_MS),
    );
  }
}

function turn({ ports }: StepContext, polling: Polling, number: number): Promise<Turn> {
  const { name, key, direction } = polling;
  const look = `${name}: look ${number}`;
  return ports.durable.once(look, async (): Promise<Turn> => {
    const now = await (polling.time ? polling.time.now() : ports.clock());
    // What is being undone is undone: an order then waits for its end.
    const order = direction === 'do' ? ((await ports.people.order(look)) ?? null) : null;
    const seen = order === null || order === 'resume' ? await polling.look(now) : null;
    if (seen) {
      await ports.journal.change(key, direction, { observed: seen.text });
      ports.progress({ at: now, step: key, direction, phase: 'observed', text: seen.text });
    }
    return { at: now.toISOString(), order, seen };
  });
}
