import type { Json } from '../model/json.ts';

/**
 * JSON as PostgreSQL takes it. It refuses the character NUL and lone halves of surrogate pairs, which AWS's answers and
 * log lines may hold: each becomes U+FFFD.
 * https://www.postgresql.org/docs/18/datatype-json.html
 */
export function stored(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'string') return storedText(inner);
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, member]) => [storedText(key), member]));
  });
}

/** Text as PostgreSQL takes it. */
export function storedText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the character that PostgreSQL refuses
  return text.replaceAll(/\u0000|[\uD800-\uDFFF]/gu, '\uFFFD');
}

/** The same text for the same JSON, whatever order its keys came in and however PostgreSQL keeps them. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
