import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaTraitsObject, StaticStructureSchema } from '@smithy/types';

const bodies = new WeakMap<object, NormalizedSchema | null>();

/** The structure of the members that are not bound to header, path, query or status; null where every member is. */
export function bodySchema(schema: NormalizedSchema): NormalizedSchema | null {
  if (!schema.isStructSchema()) return null;
  // Of a structure, the schema behind the normalized one is always the SDK's static array.
  const raw = schema.getSchema() as StaticStructureSchema;
  const known = bodies.get(raw);
  if (known !== undefined) return known;
  const made = withoutBoundMembers(schema, raw);
  bodies.set(raw, made);
  return made;
}

function withoutBoundMembers(schema: NormalizedSchema, raw: StaticStructureSchema): NormalizedSchema | null {
  const [kind, namespace, name, traits, names, members] = raw;
  const unbound = new Set<string>();
  for (const [member, memberSchema] of schema.structIterator()) {
    if (!isBound(memberSchema.getMergedTraits())) unbound.add(member);
  }
  if (unbound.size === 0) return null;
  const kept = names.flatMap((member, index) => (unbound.has(member) ? [index] : []));
  const body: StaticStructureSchema = [
    kind,
    namespace,
    name,
    traits,
    kept.flatMap((index) => names[index] ?? []),
    kept.map((index) => members[index] ?? 'unit'),
  ];
  return NormalizedSchema.of(body);
}

function isBound(traits: SchemaTraitsObject): boolean {
  return (
    traits.httpHeader !== undefined ||
    traits.httpLabel !== undefined ||
    traits.httpQuery !== undefined ||
    traits.httpQueryParams !== undefined ||
    traits.httpPrefixHeaders !== undefined ||
    traits.httpResponseCode !== undefined ||
    traits.httpPayload !== undefined
  );
}
