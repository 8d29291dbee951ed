import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf, nameOf, oneLine, plainText, titleOf } from './text.ts';

const any = fc.string({ unit: 'binary', maxLength: 400 });

test('a line is one line, without what would reach a terminal, and not longer than it may be', () => {
  expect(oneLine('a\r\nb\u001b[31m\u0000 c\u2028d', 100)).toBe('a b [31m c d');
  expect(oneLine('invoice\u202Egpj.exe', 100)).toBe('invoicegpj.exe');
  expect(oneLine('👩‍🚒 on fire', 100)).toBe('👩‍🚒 on fire');
  expect(oneLine('a\ud800b', 100)).toBe('a\uFFFDb');
  expect(oneLine('abcdef', 4)).toBe('abc…');
  expect(oneLine('ab😀', 4)).toBe('ab😀');
  expect(oneLine('ab😀c', 4)).toBe('ab…');
});

test('lines stay lines', () => {
  expect(plainText('a\r\nb\rc\u2028d\te\u0007', 100)).toBe('a\nb\nc\nd\te');
});

test('whatever the text is, it can be stored, and stays as it is when it is cleaned again', () => {
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 300 }), (text, max) => {
      for (const clean of [oneLine, plainText]) {
        const once = clean(text, max);
        expect(once.length).toBeLessThanOrEqual(max);
        expect(once).not.toMatch(/(?![\n\t])\p{Cc}|\u202E|\p{Surrogate}/u);
        expect(clean(once, max)).toBe(once);
      }
    }),
    { numRuns: 300 },
  );
});

test('two names that differ stay different, and a good one stays as it is', () => {
  expect(nameOf('cloudwatch/1/eu-central-1/a b')).toBe('cloudwatch/1/eu-central-1/a b');
  expect(nameOf('a'.repeat(1000))).not.toBe(nameOf('a'.repeat(1001)));
  expect(nameOf('')).not.toBe('');
  fc.assert(
    fc.property(any, any, (one, other) => {
      expect(nameOf(one) === nameOf(other)).toBe(one === other);
      expect(nameOf(one).length).toBeLessThanOrEqual(300);
    }),
    { numRuns: 300 },
  );
});

test('a hash tells where one text ends and the next begins', () => {
  expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
});

test('a title is the first that says something', () => {
  expect(titleOf(undefined, null, ' \n', 'down')).toBe('down');
  expect(titleOf()).toBe('without a title');
});
