import { createHash } from 'node:crypto';

/**
 * What could turn the direction of a line around, hide, or move a cursor: control characters, bidirectional and zero-width
 * format characters, line separators, lone surrogates, private use and noncharacters.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u115f\u1160\u3164\uffa0]/gu;

const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u;

/** One line. White space becomes a space; what is unprintable becomes visible (`\u{202e}`): hiding it helps who wrote it. */
export function plainLine(text: string): string {
  return visible(text.replaceAll(/\s+/gu, ' ')).trim();
}

/** Lines that end with `\n` and keep their indentation; else as `plainLine`. */
export function plainText(text: string): string {
  const lines = text.split(LINE_END).map((line) => visible(line.replaceAll('\t', '    ')).trimEnd());
  return lines.join('\n').replaceAll(/^\n+|\n+$/gu, '');
}

/**
 * The text, and no more of it than `most`, by default in UTF-16 units; what is cut ends with `…`. A character stays whole.
 * `most` is at least the size of that `…`.
 */
export function cut(text: string, most: number, sizeOf: (text: string) => number = unitsOf): string {
  if (sizeOf(text) <= most) return text;
  let least = 0;
  let high = Math.min(text.length, most);
  while (least < high) {
    const middle = Math.ceil((least + high) / 2);
    if (sizeOf(startOf(text, middle)) <= most) least = middle;
    else high = middle - 1;
  }
  return startOf(text, least);
}

export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text);
}

/** Bytes that a value takes as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** 64 hexadecimal digits: a key in a form that every other side takes, and that is always the same. */
export function fingerprint(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The key as it is where it is printable ASCII of that length, and else its fingerprint. */
export function shortKey(key: string, most: number): string {
  return key.length <= most && /^[\x21-\x7e]+$/.test(key) ? key : fingerprint(key);
}

function visible(text: string): string {
  return text.replaceAll(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function unitsOf(text: string): number {
  return text.length;
}

function startOf(text: string, length: number): string {
  return `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`;
}
