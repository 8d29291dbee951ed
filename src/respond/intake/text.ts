import { createHash } from 'node:crypto';

const TITLE_CHARS = 200;
const NAME_CHARS = 300;

/** Controls would reach terminals, pages and SMS; what turns the direction of writing makes a line read as another. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
const INVISIBLE = /(?!\u200D)\p{Cf}/gu;
/** Halves of a pair. PostgreSQL takes neither these nor U+0000. */
const HALVES = /\p{Surrogate}/gu;

/** One line of plain text, `max` UTF-16 units at most; may be empty. */
export function oneLine(text: string, max: number): string {
  const clean = text.replace(CONTROLS, ' ').replace(INVISIBLE, '').replace(HALVES, '\uFFFD');
  return cut(clean.replace(/ {2,}/g, ' ').trim(), max);
}

/** Plain text in lines, with tabs; `max` UTF-16 units at most. */
export function plainText(text: string, max: number): string {
  const lines = text.replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n').replace(/(?![\n\t])\p{Cc}/gu, '');
  return cut(lines.replace(INVISIBLE, '').replace(HALVES, '\uFFFD'), max);
}

/** What a stranger wrote, within a message for people: it must not forge a line of a log, nor fill it. */
export function quoted(text: string): string {
  return oneLine(text, 200);
}

/** What a signal is called: the first of these that says something. */
export function titleOf(...candidates: readonly (string | null | undefined)[]): string {
  for (const candidate of candidates) {
    const line = oneLine(candidate ?? '', TITLE_CHARS);
    if (line !== '') return line;
  }
  return 'without a title';
}

/**
 * The name of a problem or of a delivery, 300 characters at most. What has to be cleaned or cut gets a hash at its end, so
 * that two that differ stay different.
 */
export function nameOf(text: string): string {
  const clean = oneLine(text, NAME_CHARS);
  if (clean === text && clean !== '') return clean;
  return `${oneLine(text, 200)}#${hashOf(text)}`;
}

/** Of texts, told apart by where one ends: 32 hexadecimal digits. */
export function hashOf(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 32);
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
