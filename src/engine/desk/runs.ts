import { Refused } from '../../model/errors.ts';
import type { RunState } from '../durable/durable.ts';
import type { Desk } from './desk.ts';

/** How often an execution can be taken up anew. */
const MOST_RUNS = 100;

/** The durable run that works on the execution now, of all there were; undefined where none does. */
export async function liveRun(desk: Desk, executionId: string): Promise<string | undefined> {
  if (isAlive(await desk.durable.state(executionId))) return executionId;
  for (const word of ['again', 'undo'] as const) {
    for (let number = 1; number <= MOST_RUNS; number += 1) {
      const run = nameOf(executionId, word, number);
      const state = await desk.durable.state(run);
      if (isAlive(state)) return run;
      if (state === 'absent') break;
    }
  }
  return undefined;
}

/**
 * The name of a further run: to go on where one ended by an error, or to undo what is over.
 * @throws Refused after the hundredth
 */
export async function freeRun(desk: Desk, executionId: string, word: 'again' | 'undo'): Promise<string> {
  for (let number = 1; number <= MOST_RUNS; number += 1) {
    const run = nameOf(executionId, word, number);
    if ((await desk.durable.state(run)) === 'absent') return run;
  }
  throw new Refused(`execution ${executionId} was taken up ${MOST_RUNS} times: it needs a person`);
}

function nameOf(executionId: string, word: string, number: number): string {
  return `${executionId}.${word}-${number}`;
}

function isAlive(state: RunState): boolean {
  return state === 'waiting' || state === 'running';
}
