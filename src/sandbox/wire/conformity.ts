import type { NormalizedSchema } from '@smithy/core/schema';
import { Undecodable } from './undecodable.ts';

/** `native`: as the SDK's readers give it, with dates and bytes; the others as JSON has it, before they read it. */
export type Form = 'native' | 'json' | 'rest-json';

/**
 * The SDK's readers trust AWS and make do with what they find. AWS does not trust its clients: a string where a number
 * belongs is a SerializationException there.
 * @throws Undecodable with the path of the first value that is not of its schema's type
 */
export function requireConformity(schema: NormalizedSchema, value: unknown, form: Form, path = ''): void {
  if (value === undefined || value === null || schema.isUnitSchema() || schema.isDocumentSchema()) return;
  if (schema.isStructSchema()) return requireStructure(schema, value, form, path);
  if (schema.isListSchema()) return requireList(schema, value, form, path);
  if (schema.isMapSchema()) return requireMap(schema, value, form, path);
  const expected = expectedType(schema, form);
  if (expected && !expected.is(value)) refuse(path, value, `can not be converted to ${expected.name}`);
}

function requireStructure(schema: NormalizedSchema, value: unknown, form: Form, path: string): void {
  if (!isRecord(value)) return refuse(path, value, 'found where the start of a structure is expected');
  for (const [name, member] of schema.structIterator()) {
    const key = form === 'rest-json' ? (member.getMergedTraits().jsonName ?? name) : name;
    requireConformity(member, value[key], form, `${path}/${key}`);
  }
}

function requireList(schema: NormalizedSchema, value: unknown, form: Form, path: string): void {
  if (!Array.isArray(value)) return refuse(path, value, 'found where a list is expected');
  const item = schema.getValueSchema();
  for (const [index, held] of value.entries()) requireConformity(item, held, form, `${path}/${index}`);
}

function requireMap(schema: NormalizedSchema, value: unknown, form: Form, path: string): void {
  if (!isRecord(value)) return refuse(path, value, 'found where a map is expected');
  const item = schema.getValueSchema();
  for (const [key, held] of Object.entries(value)) requireConformity(item, held, form, `${path}/${key}`);
}

interface ExpectedType {
  readonly name: string;
  is(value: unknown): boolean;
}

function expectedType(schema: NormalizedSchema, form: Form): ExpectedType | undefined {
  if (schema.isTimestampSchema()) return form === 'native' ? { name: 'a Timestamp', is: isInstant } : JSON_TIMESTAMP;
  if (schema.isBlobSchema()) return { name: 'a Blob', is: form === 'native' ? isBytes : isText };
  if (schema.isBooleanSchema()) return { name: 'a Boolean', is: (value) => typeof value === 'boolean' };
  if (schema.isNumericSchema()) return { name: 'a Number', is: form === 'native' ? isNumber : isJsonNumber };
  if (schema.isStringSchema()) return { name: 'a String', is: isText };
  return undefined;
}

/** Seconds since 1970, or a date in words: which of the two the schema says, and the SDK's reader checks. */
const JSON_TIMESTAMP: ExpectedType = { name: 'a Timestamp', is: (value) => isNumber(value) || isText(value) };

function isInstant(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

function isBytes(value: unknown): boolean {
  return value instanceof Uint8Array;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isJsonNumber(value: unknown): boolean {
  return isNumber(value) || value === 'NaN' || value === 'Infinity' || value === '-Infinity';
}

/** A member that holds JSON is read as the SDK's lazy string, which is an object. */
function isText(value: unknown): boolean {
  return typeof value === 'string' || value instanceof String;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function refuse(path: string, value: unknown, problem: string): never {
  throw new Undecodable(`${path || '/'}: ${typeNameOf(value)} ${problem}`);
}

/** As AWS calls them. */
function typeNameOf(value: unknown): string {
  if (Array.isArray(value)) return 'START_ARRAY';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (typeof value === 'string') return 'STRING_VALUE';
  return typeof value === 'number' || typeof value === 'bigint' ? 'NUMBER_VALUE' : 'START_OBJECT';
}
