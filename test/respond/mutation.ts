import * as fc from 'fast-check';
import { isJsonObject, type Json } from '../../src/model/json.ts';

/** What readers of other people's JSON stumble over. */
const nasty: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202Egpj.exe',
    'a\nb',
    '__proto__',
    'constructor',
    'javascript:alert(1)',
    '2026-02-30T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '0001-01-01T00:00:00Z',
    '-271821-04-20',
    'ALARM',
    'OK',
    '1e999',
    'http://169.254.169.254/',
    '{"a":',
    '{"AlarmName":"x"}',
    'x'.repeat(20_000),
    '😀'.repeat(500),
    0,
    -1,
    1e308,
    2 ** 53,
    true,
    null,
  ),
  fc.constant<Json>(JSON.parse('{"__proto__":{"status":"firing"}}') as Json),
  fc.constant<Json>(JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as Json),
  fc.constant<Json>(Array.from({ length: 600 }, () => ({}))),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }).map((value) => value as Json),
);

interface Mutation {
  /** Which way down: of how many there are, the how manieth. */
  readonly steps: readonly number[];
  readonly kind: 'replace' | 'remove' | 'add' | 'repeat';
  readonly name: string;
  readonly value: Json;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  steps: fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'repeat'),
  name: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.constantFrom('__proto__', 'constructor', 'length', 'then'),
  ),
  value: nasty,
});

/** This, with one to four things in it changed. */
export function mutated(sample: Json): fc.Arbitrary<Json> {
  return fc.array(mutation, { minLength: 1, maxLength: 4 }).map((changes) => changes.reduce(mutate, sample));
}

function mutate(value: Json, { steps, ...change }: Mutation): Json {
  const [step, ...rest] = steps;
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (step === undefined || names.length === 0) return change.kind === 'remove' ? null : change.value;
  const chosen = names[step % names.length] ?? '';
  if (Array.isArray(value)) return mutateList(value, Number(chosen), { ...change, steps: rest });
  return isJsonObject(value)
    ? Object.fromEntries(mutateEntries(Object.entries(value), chosen, { ...change, steps: rest }))
    : value;
}

function mutateEntries(
  entries: [string, Json | undefined][],
  chosen: string,
  change: Mutation,
): [string, Json | undefined][] {
  if (change.steps.length > 0 || change.kind === 'replace') {
    return entries.map(([name, inner]) => [name, name === chosen ? mutate(inner ?? null, change) : inner]);
  }
  if (change.kind === 'remove') return entries.filter(([name]) => name !== chosen);
  return [...entries, [change.name, change.value]];
}

function mutateList(list: readonly Json[], chosen: number, change: Mutation): Json[] {
  if (change.steps.length > 0 || change.kind === 'replace') {
    return list.map((inner, place) => (place === chosen ? mutate(inner, change) : inner));
  }
  if (change.kind === 'remove') return list.filter((_, place) => place !== chosen);
  return change.kind === 'add' ? [...list, change.value] : [...list, ...list];
}
