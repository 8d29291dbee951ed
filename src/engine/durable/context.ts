import { setTimeout as sleep } from 'node:timers/promises';
import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Json } from '../../model/json.ts';
import { isDatabaseGone } from '../../store/unavailable.ts';
import { type DurableContext, KeptFailure, type Signal } from './durable.ts';
import type { Gate } from './gate.ts';
import { LOOK_EVERY_MS, SIGNALS } from './protocol.ts';

/** What is kept of a function that was run once. */
type Kept = { readonly value?: Json } | { readonly failure: { readonly kind: string; readonly message: string } };

/** How often a function is run again while the database is away, and how long it waits in between: ten minutes in all. */
const RUNS = 300;
const PAUSE_MS = 2000;

/**
 * The context of the run that this is called in. What goes wrong with keeping the record itself is no failure of the
 * function's: it goes to `giveUp`, and the function hears nothing any more, so that it undoes nothing on such grounds.
 */
export function contextOf(gate: Gate, runId: string, giveUp: (error: unknown) => void): DurableContext {
  function orGiveUp<T>(promise: Promise<T>): Promise<T> {
    return promise.catch((error: unknown) => {
      // A worker that stops lets go of the database under what still waits.
      if (gate.state === 'open') giveUp(error);
      return never();
    });
  }

  return {
    runId,
    async once<T>(name: string, body: () => Promise<T>): Promise<T> {
      if (gate.state === 'closed') return never();
      const kept = await orGiveUp(gate.through((enter) => DBOS.runStep(() => keep(enter, body), { name })));
      if ('failure' in kept) throw new KeptFailure(kept.failure.kind, kept.failure.message);
      return revived<T>(kept.value);
    },
    async waitFor(ms) {
      if (gate.state === 'closed') return never();
      const options = { timeoutSeconds: Math.max(ms, 1) / 1000, pollingIntervalMs: LOOK_EVERY_MS };
      return (await orGiveUp(DBOS.recv<Signal>(SIGNALS, options))) ?? undefined;
    },
    async now() {
      if (gate.state === 'closed') return never();
      return new Date(await orGiveUp(DBOS.now()));
    },
  };
}

async function keep(enter: () => Promise<void>, body: () => Promise<unknown>): Promise<Kept> {
  await enter();
  for (let run = 1; ; run += 1) {
    try {
      return JSON.parse(JSON.stringify({ value: await body() }));
    } catch (error) {
      if (!isDatabaseGone(error) || run >= RUNS) return { failure: described(error) };
      await sleep(PAUSE_MS);
    }
  }
}

function described(error: unknown) {
  return error instanceof Error
    ? { kind: error.name, message: error.message }
    : { kind: 'unknown', message: String(error) };
}

function revived<T>(value: Json | undefined): T {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- what a body of type T returned, through JSON
  return value as T;
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
