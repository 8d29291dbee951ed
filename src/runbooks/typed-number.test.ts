import { expect, test } from 'vitest';
import { decimalNumber, wholeNumber } from './typed-number.ts';

test.each(['', ' ', ' 3', '3 ', '-1', '+3', '1e3', '0x10', '1.5', '1,000', 'NaN', 'Infinity', '９', '1234567890'])(
  'a count is digits, and %j is none',
  (text) => {
    expect(wholeNumber().safeParse(text).success).toBe(false);
  },
);

test('a count may be 0, where nothing says otherwise', () => {
  expect(wholeNumber().parse('0')).toBe(0);
  expect(wholeNumber().parse('007')).toBe(7);
  expect(wholeNumber(1).safeParse('0').error?.issues[0]?.message).toBe('expected a whole number, 1 to 999999999');
});

test('a share may have decimals', () => {
  const share = decimalNumber('expected percent');
  expect(share.parse('0.5')).toBe(0.5);
  expect(['', '.5', '5.', '1e1', '-1'].filter((text) => share.safeParse(text).success)).toEqual([]);
});
