import { Refused } from '../../model/errors.ts';
import type { RunState } from '../durable/durable.ts';
import type { Desk } from './desk.ts';

/** How often an execution can be taken up anew. */
const MOST_RUNS = 100;

/**
 * The durable run that works on the execution now, of all there were; undefined where none does. Of one that has said its
 * last word and is only not closed yet, and of one that undoes, it is the latter.
 */
export async function liveRun(desk: Desk, executionId: string): Promise<string | undefined> {
  const further = (await liveOf(desk, executionId, 'undo')) ?? (await liveOf(desk, executionId, 'again'));
  if (further !== undefined) return further;
  return isAlive(await desk.durable.state(executionId)) ? executionId : undefined;
}

/** The further run of this kind that is not over, if any. */
export async function liveOf(desk: Desk, executionId: string, word: 'again' | 'undo'): Promise<string | undefined> {
  for (let number = 1; number <= MOST_RUNS; number += 1) {
    const run = nameOf(executionId, word, number);
    const state = await desk.durable.state(run);
    if (isAlive(state)) return run;
    if (state === 'absent') return undefined;
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

/** The execution that a run works on. */
export function executionOf(run: string): string {
  return run.split('.')[0] ?? run;
}

function nameOf(executionId: string, word: string, number: number): string {
  return `${executionId}.${word}-${number}`;
}

function isAlive(state: RunState): boolean {
  return state === 'waiting' || state === 'running';
}
