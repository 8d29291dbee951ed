import { formatOf } from './format.ts';
import type { Played } from './sequence.ts';

/**
 * What was put in must come out the same on both sides: the differences between the values of members of which at least
 * one side gives what the sequence has put in under that name, `… [service: scaled] service.desiredCount = ours 3, moto 2`.
 * Ids, ARNs, times and what the accounts had before are each side's own; what only one side gives is told by its shape.
 */
export function valueDifferencesOf(operation: string, played: readonly Played[]): string[] {
  const seen = new Map<string, string[]>();
  for (const { pair, put } of played) {
    const [ours, moto] = [pair.ours, pair.moto].map(({ replies }) => valuesOf(replies[0]));
    for (const [path, values] of ours ?? []) {
      const others = moto?.get(path);
      if (!others || isSame(values, others) || !isPut(path, [...values, ...others], put)) continue;
      const fact = `${path} = ours ${shown(values)}, moto ${shown(others)}`;
      seen.set(fact, [...(seen.get(fact) ?? []), pair.name]);
    }
  }
  return [...seen].map(([fact, names]) => `${operation} [${names.join('; ')}] ${fact}`);
}

type Values = ReadonlyMap<string, ReadonlySet<string>>;

function valuesOf(reply: object | undefined): Values {
  const values = new Map<string, Set<string>>();

  function walk(value: unknown, path: string): void {
    if (Array.isArray(value)) {
      for (const one of value) walk(one, `${path}[${keyOf(one)}]`);
    } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
      for (const [member, held] of Object.entries(value)) walk(held, path === '' ? member : `${path}.${member}`);
    } else if (isComparable(value)) {
      values.set(path, (values.get(path) ?? new Set()).add(JSON.stringify(value)));
    }
  }

  walk(reply && 'answer' in reply ? reply.answer : {}, '');
  return values;
}

function isPut(path: string, values: readonly string[], put: Played['put']): boolean {
  const name = /([^.[\]]+)(\[\])?$/.exec(path)?.[1] ?? '';
  return values.some((value) => put.get(name)?.has(value));
}

/** Attributes and tags are lists of pairs: each is compared with its like. */
function keyOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return '';
  for (const [key, value] of [
    ['Key', 'Value'],
    ['key', 'value'],
    ['Name', 'Value'],
    ['name', 'value'],
  ] as const) {
    const name: unknown = key in item && value in item ? Reflect.get(item, key) : undefined;
    if (typeof name === 'string') return name;
  }
  return '';
}

function isComparable(value: unknown): boolean {
  if (typeof value !== 'string') return typeof value === 'number' || typeof value === 'boolean';
  return ['text', 'number', 'true or false', 'JSON'].includes(formatOf(value));
}

function isSame(ours: ReadonlySet<string>, moto: ReadonlySet<string>): boolean {
  return ours.size === moto.size && [...ours].every((value) => moto.has(value));
}

function shown(values: ReadonlySet<string>): string {
  return [...values].toSorted().join(' or ');
}
