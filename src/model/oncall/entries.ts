import type { Opening } from '../window.ts';
import { addedHolder, type Holder, holderOf } from './holder.ts';
import type { Turn } from './layers.ts';
import type { Reading, ReadOverride } from './reading.ts';

/** Who is on call at one instant in one place. */
export interface Entry extends Holder {
  readonly rotation: string;
  /** Its place among the layers; who is added comes after all of them. */
  readonly layer: number;
  /** The turn or override that it comes from, and lasts no longer than. */
  readonly from: Opening;
}

/** What an override that adds somebody to no rotation is called. */
const ADDED = 'override';

/** Everybody who is on call at an instant. */
export function entriesAt({ layers, ...reading }: Reading, at: number): Entry[] {
  const inForce = reading.overrides.filter((one) => contains(one, at));
  const overrides = inForce.map(({ override }) => override);
  const absent = reading.absences.filter((one) => contains(one, at)).map(({ person }) => person);
  const held = layers.flatMap(({ layer, turns }, index) => {
    const turn = turnAt(turns, at);
    const holder = turn && holderOf(turn, layer, { absent, overrides });
    if (!holder) return [];
    return [{ ...holder, rotation: layer.name, layer: index, from: turn, priority: layer.priority }];
  });
  const highest = Math.max(...held.map(({ priority }) => priority));
  const winners = held.filter(({ priority }) => priority === highest).map(({ priority: _won, ...entry }) => entry);
  return [...winners, ...addedAt(inForce, winners, layers.length)];
}

/** Somebody who is on call anyway is not added. */
function addedAt(inForce: readonly ReadOverride[], there: readonly Entry[], layer: number): Entry[] {
  const entries: Entry[] = [];
  for (const [index, from] of inForce.entries()) {
    const { override } = from;
    if (override.type !== 'add') continue;
    const rotation = override.rotation ?? ADDED;
    const later = inForce.slice(index + 1).map((one) => one.override);
    const holder = addedHolder(override.person, later, rotation);
    if (holder && ![...there, ...entries].some(({ person }) => person === holder.person)) {
      entries.push({ ...holder, rotation, layer, from });
    }
  }
  return entries;
}

/** Of turns in order; where an hour that comes twice makes two of a rule overlap, the later one. */
function turnAt(turns: readonly Turn[], at: number): Turn | undefined {
  let [low, high] = [0, turns.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((turns[middle]?.start ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  const turn = turns[low - 1];
  return turn && contains(turn, at) ? turn : undefined;
}

function contains({ start, end }: Opening, at: number): boolean {
  return start <= at && at < end;
}
