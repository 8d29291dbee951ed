import type { NormalizedSchema } from '@smithy/core/schema';
import type { Structure } from './message.ts';
import { readScalar } from './scalars.ts';
import { Undecodable } from './undecodable.ts';

/** The pairs of a form as the tree that their dotted names draw: `Filter.1.Name=a` is `{ Filter: { 1: { Name: 'a' } } }`. */
interface Tree {
  [part: string]: Tree | string;
}

/** No input of AWS is nested as deeply; a name with a million dots is not an input. */
const DEEPEST = 64;

export function parseForm(text: string): Tree {
  const root = emptyTree();
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split('.');
    if (path.length > DEEPEST) throw new Undecodable(`${path.slice(0, 3).join('.')}…: nested too deeply`);
    place(root, path, value);
  }
  return root;
}

function place(root: Tree, path: readonly string[], value: string): void {
  let node = root;
  for (const part of path.slice(0, -1)) {
    const known = node[part];
    const next = typeof known === 'object' ? known : emptyTree();
    node[part] = next;
    node = next;
  }
  node[path.at(-1) ?? ''] = value;
}

/** Without a prototype: names come from outside, and `__proto__` is one like any other. */
function emptyTree(): Tree {
  return Object.create(null) as Tree;
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function readQueryInput(schema: NormalizedSchema, form: Tree): Structure {
  return schema.isStructSchema() ? readStructure(schema, form, queryKey) : {};
}

/** https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export function readEc2Input(schema: NormalizedSchema, form: Tree): Structure {
  return schema.isStructSchema() ? readStructure(schema, form, ec2Key) : {};
}

type KeyOf = (name: string, member: NormalizedSchema) => string;

function queryKey(name: string, member: NormalizedSchema): string {
  return member.getMemberTraits().xmlName ?? name;
}

function ec2Key(name: string, member: NormalizedSchema): string {
  const own = member.getMergedTraits()['ec2QueryName'];
  if (typeof own === 'string') return own;
  const key = queryKey(name, member);
  return key.charAt(0).toUpperCase() + key.slice(1);
}

function readStructure(schema: NormalizedSchema, tree: Tree, keyOf: KeyOf): Structure {
  const structure: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const key = keyOf(name, member);
    const node = tree[key];
    if (node !== undefined) structure[name] = readValue(member, node, keyOf, key);
  }
  return structure;
}

function readValue(schema: NormalizedSchema, node: Tree | string, keyOf: KeyOf, key: string): unknown {
  if (schema.isStructSchema()) return readStructure(schema, treeOf(node, key), keyOf);
  if (schema.isListSchema()) {
    const value = schema.getValueSchema();
    const items = itemsOf(node, value.getMergedTraits().xmlName ?? 'member', key);
    return items.map((item) => readValue(value, item, keyOf, key));
  }
  if (schema.isMapSchema()) return readMap(schema, node, keyOf, key);
  if (typeof node === 'object') throw new Undecodable(`${key}: a structure where a value is expected`);
  return readScalar(schema, node, 'xml', key);
}

function readMap(schema: NormalizedSchema, node: Tree | string, keyOf: KeyOf, key: string): Structure {
  const value = schema.getValueSchema();
  const keyTag = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const valueTag = value.getMergedTraits().xmlName ?? 'value';
  const map = Object.create(null) as Record<string, unknown>;
  for (const item of itemsOf(node, 'entry', key)) {
    const entry = treeOf(item, key);
    const name = entry[keyTag];
    const held = entry[valueTag];
    if (typeof name !== 'string') throw new Undecodable(`${key}: an entry without a key`);
    if (held !== undefined) map[name] = readValue(value, held, keyOf, `${key}.${name}`);
  }
  return map;
}

/** `Name.1` where the list is flat, `Name.member.1` where it is not; `Name=` is an empty one. */
function itemsOf(node: Tree | string, tag: string, key: string): (Tree | string)[] {
  if (node === '') return [];
  const tree = treeOf(node, key);
  const inner = tree[tag] ?? tree['member'];
  const items = typeof inner === 'object' ? inner : tree;
  const numbers = Object.keys(items);
  if (!numbers.every((number) => /^\d+$/.test(number))) {
    throw new Undecodable(`${key}: the items of a list are numbered: ${numbers.join(', ')}`);
  }
  // Integer keys come in ascending order, as AWS reads them, whatever order they were sent in.
  return numbers.flatMap((number) => items[number] ?? []);
}

function treeOf(node: Tree | string, key: string): Tree {
  if (typeof node === 'object') return node;
  throw new Undecodable(`${key}: a value where a structure is expected`);
}
