import type { Override } from './schedule.ts';
import type { Layer, Turn } from './layers.ts';

/** Who has a place, and instead of whom. */
export interface Holder {
  readonly person: string;
  readonly instead?: string;
}

/** What is otherwise at an instant. */
export interface Circumstances {
  readonly absent: readonly string[];
  /** In order. */
  readonly overrides: readonly Override[];
}

/**
 * Who has a layer's turn: the person whose turn it is; where that one is absent, the next in the circle who is present,
 * and who follows moves up with them. Overrides then act in their order, each on what those before it left.
 */
export function holderOf(turn: Turn, layer: Layer, { absent, overrides }: Circumstances): Holder | undefined {
  const planned = turn.circle[wrapped(turn.place + turn.steps, turn.circle.length)];
  if (planned === undefined) return undefined;
  // Where an override says what becomes of somebody's turn, their absence is dealt with.
  const away = absent.filter((person) => !overrides.some((override) => speaksOf(override, person, layer)));
  const stands = away.length === 0 ? planned : standIn(turn, away);
  return overridden(stands, overrides, layer.name, planned);
}

/** Who an override added, as later ones leave it. */
export function addedHolder(person: string, later: readonly Override[], name: string): Holder | undefined {
  return overridden(person, later, name, person);
}

function standIn({ circle, place, steps }: Turn, away: readonly string[]): string | undefined {
  const inOrder = [...circle.slice(place), ...circle.slice(0, place)];
  const present = inOrder.filter((person) => !away.includes(person));
  return present.length === 0 ? undefined : present[wrapped(steps, present.length)];
}

function overridden(
  person: string | undefined,
  overrides: readonly Override[],
  name: string,
  planned: string,
): Holder | undefined {
  let holder = person;
  for (const override of overrides) {
    if (override.type === 'add' || override.remove !== holder) continue;
    if (override.rotation !== undefined && override.rotation !== name) continue;
    holder = override.type === 'replace' ? override.person : undefined;
  }
  if (holder === undefined) return undefined;
  return holder === planned ? { person: holder } : { person: holder, instead: planned };
}

function speaksOf(override: Override, person: string, { name, root }: Layer): boolean {
  if (override.type === 'add' || override.remove !== person) return false;
  return override.rotation === undefined || override.rotation === name || override.rotation === root;
}

function wrapped(index: number, length: number): number {
  return ((index % length) + length) % length;
}
