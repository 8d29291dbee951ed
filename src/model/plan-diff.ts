import { isJsonObject, type Json } from './json.ts';
import { asReference, describeReference } from './reference.ts';

export interface Difference {
  /** `forward[0].weight`; empty where the whole value changes. */
  readonly path: string;
  /** Null where there is nothing before, or after. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What changes between two values, leaf by leaf; what a later step brings is named by that step. */
export function differences(before: Json, after: Json, path = ''): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isTree(before) && isTree(after)) {
    const [old, fresh] = [membersOf(before), membersOf(after)];
    return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) =>
      differences(old.get(key) ?? null, fresh.get(key) ?? null, joined(path, key)),
    );
  }
  if (before === null && isTree(after)) {
    return [...membersOf(after)].flatMap(([key, member]) => differences(null, member, joined(path, key)));
  }
  if (after === null && isTree(before)) {
    return [...membersOf(before)].flatMap(([key, member]) => differences(member, null, joined(path, key)));
  }
  return [{ path, before: textOf(before), after: textOf(after) }];
}

/** A value in one line, as people read it. */
export function textOf(value: Json): string | null {
  if (value === null) return null;
  const reference = asReference(value);
  if (reference) return describeReference(reference);
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.length === 0) return 'none';
  if (!isTree(value)) return JSON.stringify(value);
  const inner = [...membersOf(value)].map(([key, member]) =>
    Array.isArray(value) ? (textOf(member) ?? 'none') : `${key} ${textOf(member) ?? 'none'}`,
  );
  return inner.length === 0 ? 'none' : inner.join(', ');
}

function isTree(value: Json): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isJsonObject(value) && asReference(value) === undefined && Object.keys(value).length > 0;
}

function membersOf(value: Json): Map<string, Json> {
  if (typeof value !== 'object' || value === null) return new Map();
  const entries: [string, Json | undefined][] = Object.entries(value);
  return new Map(
    entries.flatMap(([key, member]) =>
      member === undefined ? [] : [[Array.isArray(value) ? `[${key}]` : key, member] as const],
    ),
  );
}

function joined(path: string, key: string): string {
  return path === '' || key.startsWith('[') ? `${path}${key}` : `${path}.${key}`;
}
