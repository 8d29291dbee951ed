import { readFile } from 'node:fs/promises';
import { closest, distance } from 'fastest-levenshtein';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Check } from '../../checks/define.ts';
import { UsageError } from '../../model/errors.ts';
import { type Config, configSchema } from './schema.ts';

const DEFAULT_FILE = 'opsbook.yaml';

/** A problem in the configuration, where it stands. */
export interface ConfigProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ConfigOutcome =
  | { readonly ok: true; readonly config: Config; readonly file: string | null }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * The configuration in force: `--config FILE`, else `opsbook.yaml` where there is one, else all defaults.
 * @throws UsageError with file, line and what was expected
 */
export async function loadConfig(file: string | undefined, checks: readonly Check[]): Promise<Config> {
  const outcome = await checkConfig(file, checks);
  if (outcome.ok) return outcome.config;
  const [first] = outcome.problems;
  const more = outcome.problems.length - 1;
  const where = file === undefined ? '' : ` --config ${file}`;
  const rest = more > 0 ? ` (and ${more} more: opsbook config check${where})` : '';
  throw new UsageError(first ? `${describeProblem(first)}${rest}` : 'the configuration cannot be read');
}

export function describeProblem({ file, line, column, message }: ConfigProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}

export async function checkConfig(file: string | undefined, checks: readonly Check[]): Promise<ConfigOutcome> {
  const path = file ?? DEFAULT_FILE;
  const text = await readText(path, file !== undefined);
  const schema = configSchema(checks);
  if (text === undefined) return { ok: true, config: schema.parse({}), file: null };
  return checkConfigText(text, path, schema);
}

/** The same of a text that was read already; `path` is what problems are said to stand in. */
export function checkConfigText(text: string, path: string, schema: ReturnType<typeof configSchema>): ConfigOutcome {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file: path, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const unreadable = document.errors.map((error) => ({
    ...at(error.pos[0]),
    message: `not valid YAML: ${error.code === 'MULTIPLE_DOCS' ? 'only one document is expected' : error.message}`,
  }));
  if (unreadable.length > 0) return { ok: false, problems: unreadable };
  const content = contentOf(document);
  if (content instanceof ReferenceError) {
    return { ok: false, problems: [{ ...at(0), message: `not valid YAML: ${content.message}` }] };
  }
  const parsed = schema.safeParse(content ?? {});
  if (parsed.success) return { ok: true, config: parsed.data, file: path };
  const problems = parsed.error.issues.flatMap((issue) =>
    explain(issue, schema).map(({ message, path: where }) => ({ ...at(offsetOf(document, where)), message })),
  );
  return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

/** An alias of nothing, or of more than there is memory for, shows only now. */
function contentOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) return error;
    throw error;
  }
}

async function readText(path: string, required: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' && !required) return undefined;
    const why =
      code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'is a directory' : `cannot be read (${String(code)})`;
    throw new UsageError(`configuration file ${path}: ${why}`, { cause: error });
  }
}

interface Explained {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function explain(issue: z.core.$ZodIssue, schema: z.ZodType): Explained[] {
  const where = issue.path.length > 0 ? issue.path.map(String).join('.') : 'the file';
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `unknown key ${key}${issue.path.length > 0 ? ` in ${where}` : ''}${suggestion(key, known) || listed(known)}`,
    }));
  }
  return [{ path: issue.path, message: `${where}: ${expectation(issue)}` }];
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flatMap((branch) => branch.map((one) => expectation(one)));
    return inner.length > 0 ? [...new Set(inner)].join(', or ') : issue.message;
  }
  if (issue.code === 'custom' || issue.code === 'invalid_format')
    return `expected ${issue.message.replace(/^Invalid /, 'a valid ')}`;
  return issue.message.replace(/^Invalid (input|option): /, '').replace(/^(.*), received undefined$/, 'is missing: $1');
}

/** What there is, where it is little enough to read. */
function listed(known: readonly string[]): string {
  return known.length > 0 && known.length <= 8 ? ` (it takes: ${known.join(', ')})` : '';
}

export function suggestion(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(word, [...known]);
  if (distance(word, nearest) <= Math.max(2, Math.floor(word.length / 3))) return ` (did you mean ${nearest}?)`;
  // A part of a name, as one remembers it: `health-check`.
  const whole = word.length >= 3 ? known.find((name) => name.includes(word)) : undefined;
  return whole === undefined ? '' : ` (did you mean ${whole}?)`;
}

/** The keys that the schema has at a path, to suggest from. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown = schema;
  for (const step of path) here = stepInto(unwrap(here), step);
  const shape = shapeOf(unwrap(here));
  return shape ? Object.keys(shape) : [];
}

function stepInto(schema: unknown, step: PropertyKey): unknown {
  const shape = shapeOf(schema);
  if (shape) return shape[String(step)];
  const def = definitionOf(schema);
  return def?.['valueType'] ?? def?.['element'];
}

function unwrap(schema: unknown): unknown {
  let here = schema;
  for (let inner = definitionOf(here)?.['innerType']; inner !== undefined; inner = definitionOf(here)?.['innerType'])
    here = inner;
  return here;
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  const shape = definitionOf(schema)?.['shape'];
  return isRecord(shape) ? shape : undefined;
}

function definitionOf(schema: unknown): Record<string, unknown> | undefined {
  const def = isRecord(schema) ? schema['def'] : undefined;
  return isRecord(def) ? def : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Where in the text a path stands, or the nearest part of it that is there. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown = length > 1 ? document.getIn(path.slice(0, length - 1), true) : document.contents;
    const last = path[length - 1];
    const pair = pairOf(parent, last);
    if (pair !== undefined) return pair;
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** The key's own place rather than its value's. */
function pairOf(parent: unknown, key: PropertyKey | undefined): number | undefined {
  const items = isRecord(parent) && Array.isArray(parent['items']) ? parent['items'] : [];
  for (const item of items) {
    const node: unknown = isRecord(item) ? item['key'] : undefined;
    if (isNode(node) && isRecord(node) && node['value'] === key && Array.isArray(node['range']))
      return Number(node['range'][0]);
  }
  return undefined;
}
