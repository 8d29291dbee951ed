import { z } from 'zod';
import type { Json, JsonObject } from '../../model/json.ts';
import { NotAccepted } from './define.ts';
import { oneLine } from './text.ts';

/** SNS's and EventBridge's largest is 256 KiB, which escaping can double or worse. */
const MAX_BODY_BYTES = 1024 * 1024;
/** What follows recurses; nothing that sends alarms nests half as deeply. */
const MAX_DEPTH = 32;

/**
 * The JSON of a request.
 * @throws NotAccepted 413 for more than a mebibyte; 400 for what is no UTF-8, no JSON, nested deeply, or has a key `__proto__`
 */
export function readJson(body: Uint8Array): Json {
  if (body.byteLength > MAX_BODY_BYTES) throw new NotAccepted(413, `the body is larger than ${MAX_BODY_BYTES} bytes`);
  const value = parseJson(decode(body));
  if (value === undefined) throw new NotAccepted(400, 'the body is no JSON');
  const flaw = flawOf(value);
  if (flaw !== null) throw new NotAccepted(400, `the body is not taken: ${flaw}`);
  return value;
}

/** JSON within a text, where there may be any other text; undefined for what is none or would not be taken as a body. */
export function findJson(text: string): Json | undefined {
  const value = parseJson(text);
  return value === undefined || flawOf(value) !== null ? undefined : value;
}

/** @throws NotAccepted 400, naming the field and what was expected of it */
export function check<T>(schema: z.ZodType<T>, value: Json): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? 'the body' : fieldName(issue.path);
  throw new NotAccepted(400, oneLine(`${field}: ${issue?.message ?? 'not as expected'}`, 300), { cause: result.error });
}

/** A field with an object in it, of whatever form. */
export function jsonObject() {
  return z.custom<JsonObject>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'an object',
  );
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new NotAccepted(400, 'the body is no UTF-8', { cause });
  }
}

function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Goes through it without recursion: how deep it is, is what is being found out. */
function flawOf(value: Json): string | null {
  const open: { here: Json | undefined; depth: number }[] = [{ here: value, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { here, depth } = next;
    if (typeof here !== 'object' || here === null) continue;
    if (depth > MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} deep`;
    if (Object.hasOwn(here, '__proto__')) return 'it has a key __proto__';
    for (const inner of Object.values<Json | undefined>(here)) open.push({ here: inner, depth: depth + 1 });
  }
  return null;
}

/** As one writes it in code: `alerts[0].startsAt`. */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((step, place) => (typeof step === 'number' ? `[${step}]` : `${place ? '.' : ''}${String(step)}`))
    .join('');
}
