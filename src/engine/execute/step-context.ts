import type { Json } from '../../model/json.ts';
import type { Known } from '../../model/reference.ts';
import type { Ports } from './ports.ts';

/** How one step went. `finish`: it has no object any more, and neither has what follows. */
export type StepResult =
  | { readonly end: 'done'; readonly answer: Json }
  | { readonly end: 'finish'; readonly reason: string }
  /** `later`: nothing can be done now, undoing neither: AWS cannot be reached, or takes the credentials no more. */
  | { readonly end: 'failed'; readonly reason: string; readonly later: boolean }
  | { readonly end: 'unsure'; readonly reason: string }
  | { readonly end: 'ordered'; readonly order: 'undo' | 'cancel' }
  | { readonly end: 'refused' | 'expired'; readonly reason: string };

export interface StepContext {
  readonly ports: Ports;
  /** What earlier steps were answered, by their keys. */
  readonly answers: ReadonlyMap<string, Json>;
  /** When the execution began. */
  readonly startedAt: Date;
  /** The steps are given up at this instant. */
  readonly deadline: Date | null;
  /** 1, and one more each time a person lets the step be tried again. */
  readonly round: number;
}

/** Under which the durable results of a step are kept. */
export function nameOf(key: string, { round }: Pick<StepContext, 'round'>): string {
  return round === 1 ? key : `${key} #${round}`;
}

/** What references can be resolved from at one moment of a step. */
export function knownAt({ ports, answers, startedAt }: StepContext, stepStartedAt: Date, now: Date): Known {
  return { executionId: ports.executionId, answers, now, stepStartedAt, executionStartedAt: startedAt };
}
