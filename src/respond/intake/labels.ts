import { isJsonObject, type Json } from '../../model/json.ts';
import { textAt } from './look.ts';
import { oneLine } from './text.ts';

const MAX_LABELS = 64;
const NAME_CHARS = 100;
const VALUE_CHARS = 200;

export type Pair = readonly [name: string, value: string | null | undefined];

/**
 * Names in lower case, so that a route need not know how a source writes them; the first of a name stays. What is empty is
 * left out.
 */
export function labelsOf(pairs: Iterable<Pair>): Readonly<Record<string, string>> {
  const labels = new Map<string, string>();
  for (const [name, value] of pairs) {
    const label = oneLine(name, NAME_CHARS).toLowerCase();
    const text = oneLine(value ?? '', VALUE_CHARS);
    if (label === '' || label === '__proto__' || text === '' || labels.has(label)) continue;
    if (labels.size === MAX_LABELS) break;
    labels.set(label, text);
  }
  return Object.fromEntries(labels);
}

/** AWS writes dimensions and tags as an object, or as a list of `{ name, value }` or `{ Key, Value }`. */
export function pairsOf(value: Json | undefined): Pair[] {
  if (Array.isArray(value)) {
    return value.flatMap((one: Json): Pair[] => {
      const name = textAt(one, 'name') ?? textAt(one, 'Name') ?? textAt(one, 'Key') ?? textAt(one, 'key');
      return name === undefined ? [] : [[name, textAt(one, 'value') ?? textAt(one, 'Value')]];
    });
  }
  if (!isJsonObject(value)) return [];
  return Object.keys(value).map((name) => [name, textAt(value, name)]);
}
