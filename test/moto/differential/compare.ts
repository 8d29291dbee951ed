import type { Pair } from './ask.ts';
import { type Member, parentOf, type Shape } from './shape.ts';

/**
 * The differences between two sides' answers to the cases of one operation, a line each:
 * `rds:DescribeDBInstances [named] DBInstances[].Endpoint.Port: ours number, moto absent`.
 * Of what is missing, the outermost member alone is told. `every answer` (or another word for `all`) stands for all those
 * in which both sides have what holds the member.
 */
export function differencesOf(operation: string, pairs: readonly Pair[], all = 'every answer'): string[] {
  const answered = pairs.filter((pair) => pair.ours.shape !== undefined && pair.moto.shape !== undefined);
  const outcomes = pairs
    .filter(({ ours, moto }) => ours.outcome !== moto.outcome)
    .map(({ name, ours, moto }) => `${operation} [${name}] ours ${ours.outcome}, moto ${moto.outcome}`);

  const seen = new Map<string, string[]>();
  for (const { name, ours, moto } of answered) {
    if (!ours.shape || !moto.shape) continue;
    for (const path of new Set([...ours.shape.keys(), ...moto.shape.keys()])) {
      if (!isComparable(path, ours.shape, moto.shape)) continue;
      const difference = memberDifference(ours.shape.get(path), moto.shape.get(path));
      if (difference !== undefined) add(seen, `${path}: ${difference}`, name);
    }
  }
  const members = [...seen].map(([fact, names]) => {
    const path = fact.slice(0, fact.indexOf(': '));
    const possible = answered.filter(
      ({ ours, moto }) => ours.shape && moto.shape && isComparable(path, ours.shape, moto.shape),
    );
    const where = names.length === possible.length && names.length > 1 ? all : names.join('; ');
    return `${operation} [${where}] ${fact}`;
  });
  return [...outcomes, ...members];
}

/** Whether the member that holds it is populated on both sides: below an absent one there is nothing to compare. */
function isComparable(path: string, ours: Shape, moto: Shape): boolean {
  const parent = parentOf(path);
  return parent === undefined || [ours, moto].every((shape) => isPopulated(shape.get(parent)));
}

function isPopulated(member: Member | undefined): boolean {
  return member !== undefined && [...member.types].some((type) => ['list', 'map', 'object'].includes(type));
}

function memberDifference(ours: Member | undefined, moto: Member | undefined): string | undefined {
  if (!ours || !moto) return `ours ${typesOf(ours)}, moto ${typesOf(moto)}`;
  if (![...ours.types].some((type) => moto.types.has(type))) return `ours ${typesOf(ours)}, moto ${typesOf(moto)}`;
  if (ours.formats.size === 0 || moto.formats.size === 0) return undefined;
  if ([...ours.formats].some((format) => moto.formats.has(format))) return undefined;
  return `ours ${[...ours.formats].toSorted().join(' or ')}, moto ${[...moto.formats].toSorted().join(' or ')}`;
}

function typesOf(member: Member | undefined): string {
  return member ? [...member.types].toSorted().join(' or ') : 'absent';
}

function add(lists: Map<string, string[]>, key: string, value: string): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}
