import { expect, test } from 'vitest';
import { coverage, largest, mean, median, percentile, rounded, smallest } from './statistics.ts';

test('nothing has no mean, no median, no percentile and no extremes', () => {
  expect([mean([]), median([]), percentile([], 95), largest([]), smallest([])]).toEqual(Array(5).fill(undefined));
});

test('statistics do not depend on the order of the values, nor change them', () => {
  const values = [5, 1, 4, 2, 3];
  expect([mean(values), median(values), percentile(values, 95), largest(values), smallest(values)]).toEqual([
    3, 3, 4.8, 5, 1,
  ]);
  expect(values).toEqual([5, 1, 4, 2, 3]);
});

test('a percentile outside 0 to 100 is the nearest end', () => {
  expect([percentile([1, 2], -5), percentile([1, 2], 500)]).toEqual([1, 2]);
});

test('coverage is a share of what was expected', () => {
  expect([coverage([1, 2, 3], 4), coverage([1, 2], 1), coverage([], 0)]).toEqual([0.75, 1, 0]);
});

test('numbers are rounded to places', () => {
  expect([rounded(1.25), rounded(-1.239, 2), rounded(1234.5, 0)]).toEqual([1.3, -1.24, 1235]);
});
