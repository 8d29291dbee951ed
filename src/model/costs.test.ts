import { expect, test } from 'vitest';
import { type DayCost, dayTotal, formatCost, serviceTotals, topMovers, utcDay } from './costs.ts';
import { decimalOf } from './decimal.ts';

function day(name: string, amounts: Readonly<Record<string, number>>): DayCost {
  const byService = new Map(Object.entries(amounts).map(([service, usd]) => [service, decimalOf(usd)]));
  return { day: name, estimated: false, byService };
}

test('E4.4 sums days and services, and finds what moved most, up or down', () => {
  const before = [day('2026-11-09', { EC2: 10, S3: 5, RDS: 20 }), day('2026-11-10', { EC2: 10, S3: 5 })];
  const now = [day('2026-11-16', { EC2: 12, S3: 5, Lambda: 3 }), day('2026-11-17', { EC2: 10, S3: 5 })];
  expect(dayTotal(now[0] ?? day('', {}))).toBe(decimalOf(20));
  expect(serviceTotals(now).map(([service]) => service)).toEqual(['EC2', 'S3', 'Lambda']);
  expect(topMovers(before, now).map(({ service, change }) => [service, change])).toEqual([
    ['RDS', decimalOf(-20)],
    ['Lambda', decimalOf(3)],
    ['EC2', decimalOf(2)],
  ]);
  expect(topMovers(before, now, 1)).toHaveLength(1);
});

test('G8 a day is a UTC day, half an hour after and before midnight', () => {
  expect(utcDay(new Date('2026-03-01T00:30:00Z'), 1)).toBe('2026-02-28');
  expect(utcDay(new Date('2026-03-01T23:30:00Z'), 1)).toBe('2026-02-28');
});

test('writes amounts as one reads them', () => {
  expect(formatCost(decimalOf(1234.567))).toBe('$1,234.57');
  expect(formatCost(decimalOf(-3))).toBe('-$3.00');
  expect(formatCost(decimalOf(3), 'CNY')).toBe('3.00 CNY');
});
