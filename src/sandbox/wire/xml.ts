import type { NormalizedSchema } from '@smithy/core/schema';
import type { Structure } from './message.ts';
import { SETTINGS, writeScalar } from './scalars.ts';

type WriteElement = (tag: string, value: unknown) => string;

interface StructureWriter {
  readonly attributes: readonly (readonly [name: string, tag: string, schema: NormalizedSchema])[];
  readonly children: readonly (readonly [name: string, tag: string, write: WriteElement])[];
}

/** Each structure's schema is walked once; an EC2 answer holds the same one a thousand times. */
const writers = new WeakMap<object, StructureWriter>();

/** The members of a structure as elements, without one around them. */
export function writeMembers(schema: NormalizedSchema, value: Structure): string {
  let text = '';
  for (const [name, tag, write] of writerOf(schema).children) {
    const held = value[name];
    if (held !== undefined && held !== null) text += write(tag, held);
  }
  return text;
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

function writerOf(schema: NormalizedSchema): StructureWriter {
  const raw = schema.getSchema();
  const known = typeof raw === 'object' ? writers.get(raw) : undefined;
  if (known) return known;
  const attributes: [string, string, NormalizedSchema][] = [];
  const children: [string, string, WriteElement][] = [];
  const writer: StructureWriter = { attributes, children };
  // Before the members are looked at: a structure may hold itself.
  if (typeof raw === 'object') writers.set(raw, writer);
  for (const [name, member] of schema.structIterator()) {
    const tag = member.getMemberTraits().xmlName ?? name;
    if (member.getMergedTraits().xmlAttribute) attributes.push([name, tag, member]);
    else children.push([name, tag, elementWriter(member)]);
  }
  return writer;
}

function elementWriter(schema: NormalizedSchema): WriteElement {
  if (schema.isStructSchema()) return structureElement(schema);
  if (schema.isListSchema()) return listElement(schema);
  if (schema.isMapSchema()) return mapElement(schema);
  return (tag, value) => `<${tag}>${escapeXml(writeScalar(schema, value, SETTINGS.xml))}</${tag}>`;
}

function structureElement(schema: NormalizedSchema): WriteElement {
  const [prefix, uri] = schema.getMergedTraits().xmlNamespace ?? [];
  const namespace = uri === undefined ? '' : ` xmlns${prefix ? `:${prefix}` : ''}="${uri}"`;
  return (tag, value) => {
    const structure = value as Structure;
    let attributes = namespace;
    for (const [name, attribute, member] of writerOf(schema).attributes) {
      const held = structure[name];
      if (held === undefined || held === null) continue;
      attributes += ` ${attribute}="${escapeXml(writeScalar(member, held, SETTINGS.xml))}"`;
    }
    return `<${tag}${attributes}>${writeMembers(schema, structure)}</${tag}>`;
  };
}

function listElement(schema: NormalizedSchema): WriteElement {
  const value = schema.getValueSchema();
  const write = elementWriter(value);
  const itemTag = value.getMergedTraits().xmlName ?? 'member';
  const flat = schema.getMergedTraits().xmlFlattened === 1;
  return (tag, list) => {
    let items = '';
    for (const item of list as readonly unknown[]) items += write(flat ? tag : itemTag, item);
    return flat ? items : `<${tag}>${items}</${tag}>`;
  };
}

function mapElement(schema: NormalizedSchema): WriteElement {
  const value = schema.getValueSchema();
  const write = elementWriter(value);
  const keyTag = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const valueTag = value.getMergedTraits().xmlName ?? 'value';
  const flat = schema.getMergedTraits().xmlFlattened === 1;
  return (tag, map) => {
    const entryTag = flat ? tag : 'entry';
    let entries = '';
    for (const [key, held] of Object.entries(map as Structure)) {
      entries += `<${entryTag}><${keyTag}>${escapeXml(key)}</${keyTag}>${write(valueTag, held)}</${entryTag}>`;
    }
    return flat ? entries : `<${tag}>${entries}</${tag}>`;
  };
}
