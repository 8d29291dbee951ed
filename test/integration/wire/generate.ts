import type { NormalizedSchema } from '@smithy/core/schema';
import { NumericValue } from '@smithy/core/serde';
import type { Random } from '../../../src/sandbox/world/random.ts';

const NASTY = ['alpha', 'b&<c>', 'd "e"', 'é✓', 'x=y&z', 'plain', 'a.b/c', ' spaced '] as const;
/** What can stand in a header, a path and a query alike. */
const TAME = ['alpha', 'beta-2', 'gamma3'] as const;

/** A value that fits a schema, every member of it given, down to `depth`; undefined where nothing can be made. */
export function generate(schema: NormalizedSchema, depth: number, random: Random): unknown {
  if (schema.isStructSchema()) return generateStructure(schema, depth, random);
  if (schema.isListSchema()) return generateList(schema, depth, random);
  if (schema.isMapSchema()) return generateMap(schema, depth, random);
  return generateScalar(schema, random);
}

function generateStructure(schema: NormalizedSchema, depth: number, random: Random): object | undefined {
  if (depth <= 0) return undefined;
  const all = [...schema.structIterator()];
  const members = schema.isUnionSchema() ? all.slice(random.integer(0, all.length - 1)).slice(0, 1) : all;
  const structure: Record<string, unknown> = {};
  for (const [name, member] of members) {
    const value = generate(member, depth - 1, random);
    if (value !== undefined) structure[name] = value;
  }
  return Object.keys(structure).length > 0 ? structure : undefined;
}

function generateList(schema: NormalizedSchema, depth: number, random: Random): unknown[] | undefined {
  const value = schema.getValueSchema();
  const make = (): unknown =>
    isBound(schema) && value.isStringSchema() ? random.pick(TAME) : generate(value, depth - 1, random);
  const items = Array.from({ length: random.integer(1, 2) }, make).filter((item) => item !== undefined);
  return items.length > 0 ? items : undefined;
}

function generateMap(schema: NormalizedSchema, depth: number, random: Random): object | undefined {
  const map: Record<string, unknown> = {};
  for (let index = 0; index <= random.integer(0, 1); index += 1) {
    const value = isBound(schema) ? random.pick(TAME) : generate(schema.getValueSchema(), depth - 1, random);
    if (value !== undefined) map[`key${index}`] = value;
  }
  return Object.keys(map).length > 0 ? map : undefined;
}

function generateScalar(schema: NormalizedSchema, random: Random): unknown {
  const { httpResponseCode, mediaType = '' } = schema.getMergedTraits();
  if (schema.isTimestampSchema()) return new Date(1_767_600_000_000 + random.integer(0, 1_000_000) * 1000);
  if (schema.isBlobSchema()) return Uint8Array.from([1, 2, 250, random.integer(0, 255)]);
  if (schema.isBooleanSchema()) return random.next() < 0.5;
  if (schema.isBigIntegerSchema()) return 123_456_789_012_345_678_901_234n;
  if (schema.isBigDecimalSchema()) return new NumericValue('1.5', 'bigDecimal');
  if (schema.isNumericSchema()) return httpResponseCode ? 200 : random.integer(1, 1000);
  if (schema.isDocumentSchema()) return { a: 1, b: ['x'] };
  // The SDK turns these into an object of its own, which is no more equal to what went in.
  if (mediaType === 'application/json' || mediaType.endsWith('+json')) return undefined;
  if (schema.isStringSchema()) return isBound(schema) ? random.pick(TAME) : random.pick(NASTY);
  return undefined;
}

/** Whether it travels in the head of a request. */
function isBound(schema: NormalizedSchema): boolean {
  const { httpHeader, httpLabel, httpQuery, httpPrefixHeaders } = schema.getMergedTraits();
  return [httpHeader, httpLabel, httpQuery, httpPrefixHeaders].some((trait) => trait !== undefined);
}
