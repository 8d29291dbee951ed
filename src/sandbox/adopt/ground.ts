import type { PlannedCall } from '../../model/plan.ts';
import type { AccountState, RegionState } from '../world/state.ts';
import type { Recording } from './recording.ts';

/** Where what an account answered is built up again: one region of an empty world. */
export interface Ground {
  readonly account: AccountState;
  readonly region: RegionState;
  /** Another region of the same account. */
  readonly elsewhere: (region: string) => RegionState;
  /** What was asked of this region. */
  readonly recordings: readonly Recording[];
  /** What is going to be done here: what it names and nobody looked at is taken to be there. */
  readonly calls: readonly PlannedCall[];
  /** The instant of the answers. */
  readonly now: Date;
  /** Says what nobody told and is taken for granted. */
  readonly assume: (text: string) => void;
}

/** Adds an item, or what is new of one that is there: the same thing may have been described twice, once with its tags. */
export function adopt<T extends object>(list: T[], item: T, idOf: (one: T) => string | undefined): void {
  const at = list.findIndex((one) => idOf(one) === idOf(item));
  const known = list[at];
  if (known) list[at] = { ...known, ...item };
  else list.push(item);
}

/** The last part of an ARN, or a name as it is. */
export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
