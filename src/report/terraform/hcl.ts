import { isJsonObject, type Json } from '../../model/json.ts';

/** Part of a block: an argument with its value, or a block in it. */
export type Part = Argument | Block;

interface Argument {
  readonly kind: 'argument';
  readonly name: string;
  readonly expression: string;
}

interface Block {
  readonly kind: 'block';
  readonly name: string;
  readonly labels: readonly string[];
  readonly parts: readonly Part[];
}

/** An argument with a plain value. */
export function argument(name: string, value: Json): Part {
  return { kind: 'argument', name, expression: expressionOf(value) };
}

/** An argument that refers to something, or calls a function: written as it is. */
export function reference(name: string, expression: string): Part {
  return { kind: 'argument', name, expression };
}

export function block(name: string, labels: readonly string[], parts: readonly Part[]): Part {
  return { kind: 'block', name, labels, parts };
}

/**
 * Parts as text, laid out as `terraform fmt` would.
 * https://developer.hashicorp.com/terraform/language/syntax/style
 */
export function print(parts: readonly Part[], indent = ''): string {
  const texts = parts.map((part, index) => {
    const before = parts[index - 1];
    const gap = before && (part.kind === 'block' || before.kind === 'block') ? '\n' : '';
    return (
      gap + (part.kind === 'block' ? printBlock(part, indent) : printArgument(part, widthAt(parts, index), indent))
    );
  });
  return texts.join('\n');
}

function printBlock({ name, labels, parts }: Block, indent: string): string {
  const head = [name, ...labels.map((label) => quoted(label))].join(' ');
  return `${indent}${head} {\n${print(parts, `${indent}  `)}\n${indent}}`;
}

function printArgument({ name, expression }: Argument, width: number, indent: string): string {
  return `${indent}${name.padEnd(width)} = ${expression.replaceAll('\n', `\n${indent}`)}`;
}

/** The equals signs of arguments of one line that follow each other stand below each other. */
function widthAt(parts: readonly Part[], index: number): number {
  const isShort = (part: Part | undefined): part is Argument =>
    part?.kind === 'argument' && !part.expression.includes('\n');
  const own = parts[index];
  if (!isShort(own)) return 0;
  let [first, last] = [index, index];
  while (isShort(parts[first - 1])) first -= 1;
  while (isShort(parts[last + 1])) last += 1;
  return Math.max(...parts.slice(first, last + 1).map(({ name }) => name.length));
}

/** A value in Terraform's language; objects and what holds them over several lines. */
export function expressionOf(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (isList(value)) return listOf(value);
  if (isJsonObject(value)) return objectOf(value);
  return JSON.stringify(value);
}

function listOf(items: readonly Json[]): string {
  const texts = items.map((item) => expressionOf(item));
  const isShort = texts.every((text) => !text.includes('\n'));
  if (isShort) return `[${texts.join(', ')}]`;
  return `[\n${texts.map((text) => `  ${text.replaceAll('\n', '\n  ')},`).join('\n')}\n]`;
}

function objectOf(object: Readonly<Record<string, Json | undefined>>): string {
  const members = Object.entries(object).flatMap(([key, value]) =>
    value === undefined ? [] : argument(keyOf(key), value),
  );
  return members.length === 0 ? '{}' : `{\n${print(members, '  ')}\n}`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : quoted(key);
}

/** https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
function quoted(text: string): string {
  const escaped = JSON.stringify(text).replaceAll(
    /(?<!\\)((?:\\\\)*)\\([bf])/g,
    (_, before: string, letter: string) =>
      // JSON has names for these, Terraform has none.
      `${before}${letter === 'b' ? String.raw`\u0008` : String.raw`\u000c`}`,
  );
  return escaped.replaceAll(/[$%]\{/g, (opening) => `${opening[0]}${opening}`);
}

/** A name that a resource may have in Terraform: `orders-backlog` is `orders_backlog`. */
export function identifier(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[a-z]/.test(name) ? name : `_${name}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
