import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOSTILE } from '../../../test/fixtures/result.ts';
import { plain } from './plain.ts';
import { readable } from './readable.ts';
import { abridged, cellText } from './value.ts';
import { fit, shorten, widthOf } from './width.ts';
import { wrap, wrapIndented } from './wrap.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(...Object.values(HOSTILE)),
);

describe('text found in AWS', () => {
  test('cannot colour, move the cursor, name the window or hide: it shows that it tried', () => {
    expect(plain('db\u001B[2J\u0007')).toBe('db\\u{1b}[2J\\u{7}');
    expect(plain('a\u202Etxt\u200B\uFEFFb')).toBe('a\\u{202e}txt\\u{200b} b');
    expect(plain('one\r\n\ttwo\u2028three')).toBe('one two three');
  });

  test('is printable and on one line, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(plain(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\s\s/u);
      }),
    );
  });

  test('says instants as people do', () => {
    expect(readable('in ALARM since 2026-11-23T07:13:00.000Z: x')).toBe('in ALARM since 2026-11-23 07:13 UTC: x');
    expect(readable('at 2026-11-23T07:13:09Z.')).toBe('at 2026-11-23 07:13:09 UTC.');
  });

  test('keeps its letters in every script', () => {
    expect(plain('Größe 注文 🚀 é')).toBe('Größe 注文 🚀 é');
  });
});

describe('columns', () => {
  test.each([
    ['orders-db', 9],
    ['注文', 4],
    ['ｶﾅ', 2],
    ['🚀', 2],
    ['e\u0301', 1],
    ['❤\uFE0F', 2],
    ['한글', 4],
    ['…–✗█', 4],
  ])('%s takes %i', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  test('text is cut between characters, and says that it was', () => {
    expect(fit('注文db', 3)).toBe('注');
    expect(shorten('orders-database', 8)).toBe('orders-…');
    expect(shorten('orders', 6)).toBe('orders');
  });
});

describe('wrapping', () => {
  test('breaks at spaces, and a name that is too long behind a separator', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('arn:aws:rds:us-east-1:123456789012:db', 16)).toEqual([
      'arn:aws:rds:us-',
      'east-1:123456789',
      '012:db',
    ]);
    expect(wrap('production-cluster/orders-api', 20)).toEqual(['production-cluster/', 'orders-api']);
  });

  test('loses nothing and is never too wide', () => {
    fc.assert(
      fc.property(anyText.map(plain), fc.integer({ min: 2, max: 60 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.every((line) => widthOf(line) <= width)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  test('further lines are indented below the first', () => {
    expect(wrapIndented('one two three', 11, '  - ')).toEqual(['  - one two', '    three']);
  });
});

describe('values', () => {
  test('are printed in their unit, and what is not known is not zero', () => {
    expect(cellText(1523.44, 'usd')).toBe('$1,523');
    expect(cellText(8.6, 'usd')).toBe('$8.60');
    expect(cellText(-0.004, 'usd')).toBe('-<$0.01');
    expect(cellText(0, 'usd')).toBe('$0.00');
    expect(cellText(536870912000, 'bytes')).toBe('500 GiB');
    expect(cellText(1023, 'bytes')).toBe('1,023 B');
    expect(cellText(63.25, 'percent')).toBe('63.3 %');
    expect(cellText('2026-11-23T08:00:00.000Z', 'instant')).toBe('2026-11-23 08:00 UTC');
    expect(cellText('2026-11-23', 'instant')).toBe('2026-11-23');
    expect(cellText('yesterday', 'date')).toBe('yesterday');
    expect(cellText(null, 'usd')).toBe('–');
    expect(cellText(undefined)).toBe('–');
    expect(cellText(false)).toBe('no');
    expect(cellText(['a', 'b'])).toBe('a, b');
  });

  test('of many names the first are said and the others counted', () => {
    expect(abridged(['a', 'b', 'c'], 2)).toBe('a, b and c');
    expect(abridged(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});
