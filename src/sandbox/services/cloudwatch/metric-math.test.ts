import { expect, test } from 'vitest';
import { evaluateMath } from './metric-math.ts';

const SERIES = {
  requests: { at: [0, 60, 120], values: [1000, 10, 0] },
  errors: { at: [0, 60], values: [5, 5] },
};

function evaluate(expression: string): Record<number, number | undefined> {
  const { at, values } = evaluateMath(expression, {
    lookUp: (id) => Reflect.get(SERIES, id),
    window: { start: 0, end: 180, periodMs: 60 },
    problem: (text) => new Error(text),
  });
  return Object.fromEntries(at.map((instant, index) => [instant, values[index]]));
}

test('a share of errors counts only where there are enough requests', () => {
  expect(evaluate('IF(requests > 100, 100 * errors / requests, 0)')).toEqual({ 0: 0.5, 60: 0, 120: 0 });
});

test('a comparison is 1 or 0, and missing where a side is', () => {
  expect(evaluate('errors == 5')).toEqual({ 0: 1, 60: 1 });
  expect(evaluate('errors >= requests')).toEqual({ 0: 0, 60: 0 });
  expect(evaluate('FILL(errors, 0) != 5')).toEqual({ 0: 0, 60: 0, 120: 1 });
  expect(evaluate('(requests <= 10) * 7')).toEqual({ 0: 0, 60: 7, 120: 7 });
});

test('what is chosen where it is missing is missing', () => {
  expect(evaluate('IF(requests < 1000, errors, requests)')).toEqual({ 0: 1000, 60: 5 });
});

test.each(['IF(requests)', 'requests >', 'SEARCH(requests)', '1 > 2'])('%s is refused', (expression) => {
  expect(() => evaluate(expression)).toThrow(/expected|not something|not a time series/);
});
