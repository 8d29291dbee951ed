import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cents, decimalOf, decimalToNumber, parseDecimal } from './decimal.ts';

test.each([
  ['0', 0n],
  ['9.99', 9_990_000_000_000n],
  ['812.1234567', 812_123_456_700_000n],
  ['-0.5', -500_000_000_000n],
  ['.25', 250_000_000_000n],
  ['1.2E-7', 120_000n],
  ['3e2', 300_000_000_000_000n],
  ['0.0000000000019', 1n],
])('E1.6 the amount %s is read exactly', (text, value) => {
  expect(parseDecimal(text)).toBe(value);
});

test.each(['', '.', 'abc', '1,5', '$3', 'NaN'])('E1.6 "%s" is no amount', (text) => {
  expect(parseDecimal(text)).toBeUndefined();
});

test('E1.6 amounts compare as numbers, never as text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 10 ** 9 }), (a, b) => {
      const left = parseDecimal((a / 100).toFixed(2)) ?? 0n;
      const right = parseDecimal((b / 100).toFixed(2)) ?? 0n;
      expect(left > right).toBe(a > b);
    }),
  );
});

test('thresholds and reports are rounded only where they are shown', () => {
  expect(decimalOf(10)).toBe(parseDecimal('10'));
  expect(decimalToNumber(parseDecimal('1.5') ?? 0n)).toBe(1.5);
  expect([cents(parseDecimal('1.005') ?? 0n), cents(parseDecimal('-1.005') ?? 0n)]).toEqual([1.01, -1.01]);
});
