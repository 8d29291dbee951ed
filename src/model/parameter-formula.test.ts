import { expect, test } from 'vitest';
import { parameterValue } from './parameter-formula.ts';

const GIB = 2 ** 30;

test.each([
  ['500', 8, 500],
  ['{DBInstanceClassMemory/12582880}', 8, 682],
  ['LEAST({DBInstanceClassMemory/9531392},5000)', 8, 901],
  ['LEAST({DBInstanceClassMemory/9531392}, 5000)', 128, 5000],
  ['{DBInstanceClassMemory*3/4}', 4, 3 * GIB],
  ['GREATEST({log(DBInstanceClassMemory/805306368)*45},{log(DBInstanceClassMemory/8187281408)*1000})', 15.25, 1000],
  ['SUM({DBInstanceClassMemory/12582880},-50)', 8, undefined],
  ['SUM({DBInstanceClassMemory/12582880},50)', 8, 732],
  ['(1+2)*3', 1, 9],
])('%s of %d GiB is %s', (formula, gib, value) => {
  expect(parameterValue(formula, { DBInstanceClassMemory: gib * GIB })).toBe(value);
});

test.each(['', 'on', '{DBInstanceVCPU*2}', 'LEAST(1', '{1', '1 2', '1/0', 'MEDIAN(1,2)', 'LEAST()'])(
  'what is not understood has no value: %s',
  (formula) => {
    expect(parameterValue(formula, { DBInstanceClassMemory: GIB })).toBeUndefined();
  },
);
