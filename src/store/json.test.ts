import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, stored, storedText } from './json.ts';

describe('what PostgreSQL refuses in text', () => {
  test.each([
    ['a NUL', 'a\u0000b', 'a\uFFFDb'],
    ['a lone half of a pair', 'a\uD800', 'a\uFFFD'],
    ['a whole pair, which it takes', 'a\uD83D\uDE00', 'a\uD83D\uDE00'],
    ['the words for a NUL, which it takes', 'a\\u0000b', 'a\\u0000b'],
  ])('%s', (_what, given, kept) => {
    expect(storedText(given)).toBe(kept);
    expect(JSON.parse(stored({ deep: [given] }))).toEqual({ deep: [kept] });
  });

  test('is replaced in keys too', () => {
    expect(JSON.parse(stored({ 'a\u0000': 1 }))).toEqual({ 'a\uFFFD': 1 });
  });
});

describe('canonical JSON', () => {
  test('is the same whatever order the keys came in', () => {
    expect(canonical({ b: [1, { d: null, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[1,{"d":null}]}');
  });

  test('tells apart what is different, and survives JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const [a, b] = [JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other))];
        expect(canonical(a)).toBe(canonical(JSON.parse(canonical(a))));
        expect(canonical(a) === canonical(b)).toBe(isSame(a, b));
      }),
    );
  });
});

function isSame(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}
