import type { NormalizedSchema } from '@smithy/core/schema';
import { formatOf } from './format.ts';

/** What one member of an answer looked like, everywhere it was met: list elements and map entries are merged. */
export interface Member {
  readonly types: Set<string>;
  /** Of strings that are not mere text. */
  readonly formats: Set<string>;
}

/** By path: `DBInstances[].Endpoint.Port`, `Configuration{}.Value`. What is absent is not in it. */
export type Shape = ReadonlyMap<string, Member>;

/** The populated members of an answer, with their types; values are left behind. */
export function shapeOf(schema: NormalizedSchema, answer: object): Shape {
  const shape = new Map<string, Member>();

  function note(path: string, type: string, format?: string): void {
    const member = shape.get(path) ?? { types: new Set(), formats: new Set() };
    shape.set(path, member);
    member.types.add(type);
    if (format !== undefined) member.formats.add(format);
  }

  function walk(of: NormalizedSchema, value: unknown, path: string): void {
    if (value === undefined) return;
    if (of.isStructSchema() && isRecord(value)) {
      if (path !== '') note(path, Object.values(value).some((held) => held !== undefined) ? 'object' : 'empty object');
      for (const [name, member] of of.structIterator())
        walk(member, value[name], path === '' ? name : `${path}.${name}`);
    } else if (of.isListSchema() && Array.isArray(value)) {
      note(path, value.length > 0 ? 'list' : 'empty list');
      for (const held of value) walk(of.getValueSchema(), held, `${path}[]`);
    } else if (of.isMapSchema() && isRecord(value)) {
      const held = Object.values(value);
      note(path, held.length > 0 ? 'map' : 'empty map');
      for (const one of held) walk(of.getValueSchema(), one, `${path}{}`);
    } else {
      note(path, typeOf(value), typeof value === 'string' ? formatOf(value) : undefined);
    }
  }

  walk(schema, answer, '');
  return shape;
}

export function mergedShape(shapes: readonly Shape[]): Shape {
  const merged = new Map<string, Member>();
  for (const [path, { types, formats }] of shapes.flatMap((shape) => [...shape])) {
    const before = merged.get(path);
    merged.set(path, {
      types: new Set([...(before?.types ?? []), ...types]),
      formats: new Set([...(before?.formats ?? []), ...formats]),
    });
  }
  return merged;
}

/** The member that holds this one; undefined at the top. */
export function parentOf(path: string): string | undefined {
  const [, parent] = /^(.+?)(?:\[\]|\{\}|\.[^.[{]+)$/.exec(path) ?? [];
  return parent;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Date) return 'Date';
  if (value instanceof Uint8Array) return 'bytes';
  if (value === '') return 'empty string';
  return Array.isArray(value) ? 'list' : typeof value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
